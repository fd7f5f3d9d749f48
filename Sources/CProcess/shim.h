// What glibc has for starting processes beyond POSIX, which its module does not show to Swift.
#ifndef CPROCESS_SHIM_H
#define CPROCESS_SHIM_H
#include <fcntl.h>
#include <spawn.h>

extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
// Since glibc 2.34; where it is missing, all depends on descriptors being closed one by one.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int)
    __attribute__((weak));

/// Makes a pipe that no program inherits; 0 on success.
static inline int cprocess_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

/// Has the program begin with none of this process's descriptors but the first three: a listening
/// socket that it held would keep the port from whoever serves there next.
static inline void cprocess_close_others(posix_spawn_file_actions_t *actions) {
  if (posix_spawn_file_actions_addclosefrom_np) {
    posix_spawn_file_actions_addclosefrom_np(actions, 3);
  }
}

/// Has the program begin in `folder`, with none of this process's descriptors but the first three.
static inline void cprocess_begin_in(posix_spawn_file_actions_t *actions, const char *folder) {
  posix_spawn_file_actions_addchdir_np(actions, folder);
  cprocess_close_others(actions);
}
#endif
