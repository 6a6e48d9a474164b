/* The table of library ops (see library.def). */
#include "library.h"

const LibraryInfo library_info[LIBRARY_COUNT] = {
#define LIBRARY(id, name, updates, fails, text) [LIBRARY_##id] = {name, updates, fails},
#include "library.def"
#undef LIBRARY
};
