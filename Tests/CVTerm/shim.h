// What the test kit needs of libvterm and of spawn.h, in a form Swift can import.
#ifndef CVTERM_SHIM_H
#define CVTERM_SHIM_H

#include <spawn.h>
#include <sys/stat.h>
#include <vterm.h>

static inline int cvt_is_indexed(const VTermColor *color) { return VTERM_COLOR_IS_INDEXED(color); }
static inline int cvt_is_default(const VTermColor *color) {
  return VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color);
}

// Hidden by their headers unless _GNU_SOURCE is defined before the first of them.
extern int mkostemp(char *path, int flags);
struct FTW;
extern int nftw(
    const char *path,
    int (*visit)(const char *path, const struct stat *status, int kind, struct FTW *place),
    int descriptors, int flags);
static const int cvt_walk_physical = 1;
static const int cvt_walk_depth_first = 8;
extern int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *actions, const char *path);
static const short cvt_spawn_new_session = 0x80;
static const short cvt_spawn_set_signal_mask = POSIX_SPAWN_SETSIGMASK;

#endif
