// What Swift's runtime and libgcc ask for in versions newer than glibc 2.34, which is what Lambda's
// provided.al2023 has: built against a newer glibc, a program without these would not start there.
//
// Defined in the program itself, they are not looked for in the library; hidden, they are nobody
// else's.
#ifndef CGLIBCCOMPAT_H
#define CGLIBCCOMPAT_H
#define CGLIBCCOMPAT_HIDDEN __attribute__((visibility("hidden")))

/// The length of the hypotenuse, without overflow on the way (`hypot@GLIBC_2.35`).
CGLIBCCOMPAT_HIDDEN double hypot(double x, double y);
/// The length of the hypotenuse, without overflow on the way (`hypotf@GLIBC_2.35`).
CGLIBCCOMPAT_HIDDEN float hypotf(float x, float y);

/// `hypot` under a name that a test can tell from the library's.
CGLIBCCOMPAT_HIDDEN double cglibccompat_hypot(double x, double y);
/// `hypotf` under a name that a test can tell from the library's.
CGLIBCCOMPAT_HIDDEN float cglibccompat_hypotf(float x, float y);
#endif
