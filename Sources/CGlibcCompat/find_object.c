#define _GNU_SOURCE
#include "CGlibcCompat.h"
#include <dlfcn.h>
#include <link.h>

// Built against an older glibc, libgcc does not ask for this.
#ifdef DLFO_STRUCT_HAS_EH_DBASE

typedef struct {
  ElfW(Addr) address;
  struct dl_find_object *found;
} Search;

static int look(struct dl_phdr_info *info, size_t size, void *context) {
  Search *search = context;
  ElfW(Addr) start = 0, end = 0, frames = 0;
  int holds = 0;
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    ElfW(Addr) first = info->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_GNU_EH_FRAME) frames = first;
    if (segment->p_type != PT_LOAD) continue;
    ElfW(Addr) last = first + segment->p_memsz;
    if (start == 0 || first < start) start = first;
    if (last > end) end = last;
    if (search->address >= first && search->address < last) holds = 1;
  }
  if (!holds || frames == 0) return 0;
  search->found->dlfo_flags = 0;
  search->found->dlfo_map_start = (void *)start;
  search->found->dlfo_map_end = (void *)end;
  search->found->dlfo_link_map = 0;
  search->found->dlfo_eh_frame = (void *)frames;
  return 1;
}

/// Where the unwinder's tables of the code at an address are (`_dl_find_object@GLIBC_2.35`); 0 where
/// they were found.
CGLIBCCOMPAT_HIDDEN int _dl_find_object(void *address, struct dl_find_object *found) {
  Search search = {(ElfW(Addr))address, found};
  return dl_iterate_phdr(look, &search) == 1 ? 0 : -1;
}

#endif
