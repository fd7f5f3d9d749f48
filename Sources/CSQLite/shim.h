// SQLite's functions for binding values, and what of its set-up Swift cannot call.
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H
#include <sqlite3.h>

/// Has SQLite not count the memory it uses, which takes one lock of the whole process at each
/// allocation; works only before the first database is opened.
static inline int csqlite_forgo_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
#endif
