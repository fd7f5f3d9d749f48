#include "CGlibcCompat.h"

// IEEE 754-2019 section 9.2.1: an infinite side wins over a NaN. The sides are scaled by the longer
// one, so that its square neither overflows nor underflows.
double cglibccompat_hypot(double x, double y) {
  double a = __builtin_fabs(x), b = __builtin_fabs(y);
  if (__builtin_isinf(a) || __builtin_isinf(b)) return __builtin_inf();
  if (__builtin_isnan(a) || __builtin_isnan(b)) return __builtin_nan("");
  double longer = a > b ? a : b, shorter = a > b ? b : a;
  if (longer == 0) return 0;
  double ratio = shorter / longer;
  return longer * __builtin_sqrt(1 + ratio * ratio);
}

// The squares of two floats and their sum fit a double.
float cglibccompat_hypotf(float x, float y) {
  if (__builtin_isinf(x) || __builtin_isinf(y)) return __builtin_inff();
  double a = x, b = y;
  return (float)__builtin_sqrt(a * a + b * b);
}

double hypot(double x, double y) { return cglibccompat_hypot(x, y); }

float hypotf(float x, float y) { return cglibccompat_hypotf(x, y); }
