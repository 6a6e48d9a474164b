/* The table of library ops as data: one LibraryInfo per row of library.def. */
#ifndef ARRAY_LIBRARY_H
#define ARRAY_LIBRARY_H

#include <stdbool.h>

typedef enum LibraryOp {
#define LIBRARY(id, name, cost, updates, fails, text) LIBRARY_##id,
#include "library.def"
#undef LIBRARY
    LIBRARY_COUNT
} LibraryOp;

typedef struct LibraryInfo {
    const char *name;
    int cost;     /* rough cycles per element */
    bool updates; /* reads the out it writes */
    bool fails;   /* on some data: runs even if its result is not looked at */
} LibraryInfo;

extern const LibraryInfo library_info[LIBRARY_COUNT];

/* Texts of the ValueErrors of REQUIRE; those with %lld take numbers. */
extern const char *const library_requirements[];
/* Begins those that are no ValueError. */
#define LIBRARY_ZERO_DIVISION "ZeroDivisionError: "
/* The number of a text that is among them. */
int library_requirement(const char *text);
/* Texts of WARN's warnings, and their numbers. */
extern const char *const library_warnings[];
int library_warning(const char *text);

#endif
