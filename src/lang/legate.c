/* legate.timing, which programs for cuPyNumeric use to time deferred work. */
#include <string.h>

#include "arrays.h"

/* time("us"): a deferred int, read when the work recorded before it has run. */
static ArrStatus timing_time(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t unit = 1000;
    Value word = call->args[0];
    if (word.kind == VALUE_STRING && strcmp(VALUE_AS(StringObject, word)->bytes, "ns") == 0) {
        unit = 1;
    } else if (word.kind != VALUE_UNDEFINED &&
               (word.kind != VALUE_STRING ||
                strcmp(VALUE_AS(StringObject, word)->bytes, "us") != 0)) {
        return error_set(&state->base, ERROR_VALUE, "units must be 'us' or 'ns'");
    }
    Array *time;
    ArrStatus status = graph_time(&state->graph, unit, &time);
    if (!status) *result = value_array(time);
    return status;
}

ArrStatus legate_timing_fill(ArrState *state, Names *names) {
    static const BuiltinRow rows[] = {
        {"time(units='us')", timing_time,
         "A steady clock as a deferred int64, in microseconds ('us') or nanoseconds ('ns'): it is "
         "read when all work recorded before it has run, and before any recorded after it. Only "
         "printing it, or a difference of two, waits.",
         0},
        {NULL, NULL, NULL, 0},
    };
    return builtins_register(state, names, rows);
}

ArrStatus legate_fill(ArrState *state, Names *names) {
    return names_set(state, names, "timing", state->modules[MODULE_LEGATE_TIMING]);
}
