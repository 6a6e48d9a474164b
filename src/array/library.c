/* The table of library ops (see library.def). */
#include "library.h"

const LibraryInfo library_info[LIBRARY_COUNT] = {
#define LIBRARY(id, name, updates, text) [LIBRARY_##id] = {name, updates},
#include "library.def"
#undef LIBRARY
};
