// What the Terminal room needs of ncurses, in a form Swift can import: globals behind functions,
// cast macros as constants. No other room may import it.
#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// Without it curses.h hides cchar_t and every wide function.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

// Declared here because their headers hide them or define macros such as `lines` and `tab`.
extern int wcwidth(wchar_t character);
extern int memfd_create(const char *name, unsigned flags);
extern char *tigetstr(const char *capability);

static inline WINDOW *cn_standard_screen(void) { return stdscr; }
static inline WINDOW *cn_current_screen(void) { return curscr; }
static inline int cn_color_count(void) { return COLORS; }
static inline int cn_pair_count(void) { return COLOR_PAIRS; }

static const attr_t cn_bold = A_BOLD;
static const attr_t cn_dim = A_DIM;
static const attr_t cn_italic = A_ITALIC;
static const attr_t cn_underline = A_UNDERLINE;
static const attr_t cn_reverse = A_REVERSE;

// Fills a cell without setcchar's checks: one spacing character and up to four that combine.
// ncurses keeps pair numbers above 255 in `ext_color` and the lower byte of others in `attr`.
static inline void cn_fill_cell(
    cchar_t *cell, wchar_t spacing, const unsigned combining[4], attr_t attributes, int pair) {
  cell->attr = attributes | (attr_t)COLOR_PAIR(pair > 255 ? 255 : pair);
  cell->chars[0] = spacing;
  for (int index = 0; index < 4; index++) cell->chars[index + 1] = (wchar_t)combining[index];
  cell->ext_color = pair;
}

// tigetstr says (char *)-1 for a name that is no string capability.
static inline const char *cn_capability(const char *name) {
  char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

#endif
