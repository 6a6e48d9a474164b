/* Names that NumPy and Python know (known_names.def): a name that arr lacks is
 * told from a name which nobody has, and so are a gap and a typing error. */
#include <stdio.h>
#include <string.h>

#include "lang.h"

static const struct Known {
    const char *where, *names;
} known[] = {
#define KNOWN(where, names) {where, names},
#include "known_names.def"
#undef KNOWN
};

bool name_is_known(const char *where, const char *name, int64_t length) {
    char word[64];
    if (length <= 0 || length >= (int64_t)sizeof word - 2) return false;
    snprintf(word, sizeof word, " %.*s ", (int)length, name);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].where, where)) return strstr(known[i].names, word) != NULL;
    return false;
}

ArrStatus name_lacking(ArrState *state, const char *where, const char *name, int64_t length) {
    const char *shown = where;
    bool numpy = !strncmp(where, "numpy", 5);
    if (!strcmp(where, "numpy.ndarray") || !strcmp(where, "numpy.dtype") ||
        !strcmp(where, "numpy.generic"))
        shown = where + 6;
    else if (numpy) shown = where + 5; /* np.linalg */
    if (!strcmp(where, "builtins"))
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%.*s is not in arr", (int)length,
                         name);
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%s%s.%.*s is not in arr",
                     numpy && shown == where + 5 ? "np" : "", shown, (int)length, name);
}
