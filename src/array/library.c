/* The table of library ops (see library.def). */
#include "library.h"

#include <string.h>

const LibraryInfo library_info[LIBRARY_COUNT] = {
#define LIBRARY(id, name, cost, updates, fails, text) [LIBRARY_##id] = {name, cost, updates, fails},
#include "library.def"
#undef LIBRARY
};

const char *const library_requirements[] = {
    "invalid entry in choice array",
    "invalid entry in coordinates array",
    "index %lld is out of bounds for array with size %lld",
    "All-NaN slice encountered",
    "bins must be monotonically increasing or decreasing",
    "autodetected range is not finite",
    "autodetected range of [nan, nan] is not finite",
    "Sorter index out of range.",
    "`bins` must increase monotonically, when an array",
    "`bins[%lld]` must be monotonically increasing, when an array",
    "Quantiles must be in the range [0, 1]",
    "Percentiles must be in the range [0, 100]",
    LIBRARY_ZERO_DIVISION "Weights sum to zero, can't be normalized",
};

int library_requirement(const char *text) {
    int last = (int)(sizeof library_requirements / sizeof *library_requirements) - 1;
    while (last > 0 && strcmp(library_requirements[last], text) != 0) last--;
    return last;
}

const char *const library_warnings[] = {
    "Mean of empty slice",
    "All-NaN slice encountered",
    "Degrees of freedom <= 0 for slice.",
    "invalid value encountered in logaddexp",
    "invalid value encountered in logaddexp2",
};

int library_warning(const char *text) {
    int last = (int)(sizeof library_warnings / sizeof *library_warnings) - 1;
    while (last > 0 && strcmp(library_warnings[last], text) != 0) last--;
    return last;
}
