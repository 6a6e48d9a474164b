/* What a program wants to hear of floating-point errors: np.seterr, np.errstate,
 * and the filters of the warnings module. All of it comes down to the modes that
 * are noted with what is recorded from then on (Graph.errors). */
#include <string.h>

#include "arrays.h"
#include "dict.h"
#include "exception.h"
#include "record.h"
#include "types.h"
#include "warnings.h"

/* --- settings ------------------------------------------------------------------- */

/* What would be told is ignored, or raised, where the warnings module says so. */
static uint8_t combine(unsigned modes, uint8_t action) {
    return (uint8_t)float_set_modes(modes, float_kinds_in(modes, FLOAT_WARN),
                                    (FloatErrorMode)action);
}

void warnings_set(ArrState *state, WarningSettings settings) {
    state->warnings = settings;
    state->graph.errors = combine(settings.float_errors, settings.action);
    state->graph.warnings = settings.action;
}

/* --- np.seterr ------------------------------------------------------------------- */

static const char *const kinds[] = {"divide", "over", "under", "invalid"};
/* By FloatErrorMode, then what arr does not have. */
static const char *const modes[] = {"ignore", "warn", "raise", "", "call", "print", "log"};

static int choice(Value v, const char *const *names, int count) {
    for (int i = 0; v.kind == VALUE_STRING && i < count; i++)
        if (!strcmp(VALUE_AS(StringObject, v)->bytes, names[i])) return i;
    return -1;
}

static ArrStatus put_mode(ArrState *state, Value dict, const char *kind, const char *mode) {
    Value key, value;
    ArrStatus status = string_new(state, kind, (int64_t)strlen(kind), &key);
    if (status) return status;
    status = string_new(state, mode, (int64_t)strlen(mode), &value);
    if (!status) {
        status = dict_set(state, dict, key, value);
        value_release(state, value);
    }
    value_release(state, key);
    return status;
}

static ArrStatus numpy_geterr(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    Value dict;
    ArrStatus status = dict_new(state, &dict);
    if (status) return status;
    for (int i = 0; i < 4 && !status; i++)
        status =
            put_mode(state, dict, kinds[i], modes[state->warnings.float_errors >> (2 * i) & 3]);
    if (status) value_release(state, dict);
    else *result = dict;
    return status;
}

static ArrStatus unknown_mode(ArrState *state, Value v) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_repr(state, v, &text);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE, "invalid error mode %s", text_string(&text));
    text_free(&text);
    return status;
}

/* Arguments (all, divide, over, under, invalid): *settings changed by those given. */
static ArrStatus read_modes(ArrState *state, const BuiltinCall *call, unsigned *settings) {
    for (int i = 0; i < 5; i++) {
        Value v = call->args[i];
        if (!argument_given(v)) continue;
        int mode = choice(v, modes, 7);
        if (mode < 0 || mode == FLOAT_RAISE_WARNING) return unknown_mode(state, v);
        if (mode > FLOAT_RAISE_WARNING)
            return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                             "the error mode '%s' is not in arr", modes[mode]);
        *settings =
            float_set_modes(*settings, i == 0 ? FLOAT_ALL : 1u << (i - 1), (FloatErrorMode)mode);
    }
    return ARR_OK;
}

static ArrStatus numpy_seterr(ArrState *state, const BuiltinCall *call, Value *result) {
    unsigned settings = state->warnings.float_errors;
    ArrStatus status = read_modes(state, call, &settings);
    if (!status) status = numpy_geterr(state, call, result);
    if (!status)
        warnings_set(state, (WarningSettings){(uint8_t)settings, state->warnings.action});
    return status;
}

/* --- contexts ----------------------------------------------------------------------- */

/* np.errstate: the modes if all were ignored before, and if all were raised: what
 * differs is left as it is when the context is entered. */
static const char *const errstate_fields[] = {"from_ignored", "from_raised"};
static const RecordClass errstate_class = {"errstate", "errstate", errstate_fields, 2, 0, NULL};
static const RecordClass catch_class = {"catch_warnings", "catch_warnings", NULL, 0, 0, NULL};

static ArrStatus numpy_errstate(ArrState *state, const BuiltinCall *call, Value *result) {
    unsigned low = float_set_modes(0, FLOAT_ALL, FLOAT_IGNORE);
    unsigned high = float_set_modes(0, FLOAT_ALL, FLOAT_RAISE);
    ArrStatus status = read_modes(state, call, &low);
    if (!status) status = read_modes(state, call, &high);
    if (status) return status;
    Value values[2] = {value_int((int64_t)low), value_int((int64_t)high)};
    return record_new(state, ARR_OK, &errstate_class, values, result);
}

static unsigned changed_modes(const RecordObject *errstate, unsigned settings) {
    unsigned low = (unsigned)errstate->values[0].integer;
    unsigned high = (unsigned)errstate->values[1].integer;
    for (int k = 0; k < 4; k++) {
        unsigned mask = 3u << (2 * k);
        if ((low & mask) == (high & mask)) settings = (settings & ~mask) | (low & mask);
    }
    return settings;
}

ArrStatus warnings_enter(ArrState *state, Value context, WarningSettings *before) {
    *before = state->warnings;
    const RecordObject *record =
        context.kind == VALUE_RECORD ? VALUE_AS(RecordObject, context) : NULL;
    if (record && record->class == &catch_class) return ARR_OK;
    if (!record || record->class != &errstate_class)
        return error_set(&state->base, ERROR_TYPE,
                         "'%s' object does not support the context manager protocol",
                         value_type_name(context));
    WarningSettings settings = state->warnings;
    settings.float_errors = (uint8_t)changed_modes(record, settings.float_errors);
    warnings_set(state, settings);
    return ARR_OK;
}

void warnings_leave(ArrState *state, const WarningSettings *before) {
    warnings_set(state, *before);
}

/* --- the warnings module ---------------------------------------------------------- */

static ArrStatus read_action(ArrState *state, Value v, uint8_t *action) {
    static const char *const names[] = {"ignore", "default", "error", "always", "module", "once"};
    int found = choice(v, names, 6);
    if (found < 0) {
        Text text = text_new(&state->base.heap);
        ArrStatus status = value_repr(state, v, &text);
        if (!status)
            status = error_set(&state->base, ERROR_ASSERTION, "invalid action: %s",
                               text_string(&text));
        text_free(&text);
        return status;
    }
    if (found > 2)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "the action '%s' of warnings is not in arr", names[found]);
    *action = found == 0 ? FLOAT_IGNORE : found == 1 ? FLOAT_WARN : FLOAT_RAISE_WARNING;
    return ARR_OK;
}

/* Sets the action if the category is RuntimeWarning or one above it. */
static ArrStatus set_action(ArrState *state, uint8_t action, Value category) {
    bool matches = true;
    ArrStatus status = category.kind == VALUE_UNDEFINED
                           ? ARR_OK
                           : exception_matches(state, ERROR_RUNTIME_WARNING, category, &matches);
    if (!status && matches)
        warnings_set(state, (WarningSettings){state->warnings.float_errors, action});
    return status;
}

/* (action, category, lineno, append) */
static ArrStatus simplefilter(ArrState *state, const BuiltinCall *call, Value *result) {
    uint8_t action;
    ArrStatus status = read_action(state, call->args[0], &action);
    if (!status) status = set_action(state, action, call->args[1]);
    *result = value_none();
    return status;
}

static bool is_text(Value v) {
    return v.kind == VALUE_STRING && VALUE_AS(StringObject, v)->length > 0;
}

/* (action, message, category, module, lineno, append) */
static ArrStatus filterwarnings(ArrState *state, const BuiltinCall *call, Value *result) {
    uint8_t action;
    ArrStatus status = read_action(state, call->args[0], &action);
    if (!status && (is_text(call->args[1]) || is_text(call->args[3])))
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "filters of warnings by their text or module are not in arr");
    if (!status) status = set_action(state, action, call->args[2]);
    *result = value_none();
    return status;
}

static ArrStatus resetwarnings(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    warnings_set(state, (WarningSettings){state->warnings.float_errors, FLOAT_WARN});
    *result = value_none();
    return ARR_OK;
}

static ArrStatus catch_warnings(ArrState *state, const BuiltinCall *call, Value *result) {
    bool record = false;
    ArrStatus status = call->args[0].kind == VALUE_UNDEFINED
                           ? ARR_OK
                           : value_truth(state, call->args[0], &record);
    if (!status && record)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "catch_warnings(record=True) is not in arr");
    Value none[1] = {value_none()}; /* of no fields */
    return status ? status : record_new(state, ARR_OK, &catch_class, none, result);
}

ArrStatus warnings_fill(ArrState *state, Names *names) {
    static const BuiltinRow rows[] = {
        {"simplefilter(action, category=None, lineno=0, append=False)", simplefilter,
         "'ignore', 'default' or 'error': what becomes of warnings of the category.", 0},
        {"filterwarnings(action, message='', category=None, module='', lineno=0, append=False)",
         filterwarnings, "The same.", 0},
        {"resetwarnings()", resetwarnings, "No filters.", 0},
        {"catch_warnings(*, record=False)", catch_warnings,
         "A context: the filters that it meets are those that it leaves.", 0},
        {NULL, NULL, NULL, 0},
    };
    return builtins_register(state, names, rows);
}

const BuiltinRow warnings_numpy_rows[] = {
    {"seterr(all=None, divide=None, over=None, under=None, invalid=None)", numpy_seterr,
     "What is done about floating-point errors: 'ignore', 'warn' or 'raise'. The settings before, "
     "as a dict.",
     0},
    {"geterr()", numpy_geterr, "What seterr() has set, as a dict.", 0},
    {"errstate(*, all=None, divide=None, over=None, under=None, invalid=None)", numpy_errstate,
     "A context for with: seterr() of it holds in its body.", 0},
    {NULL, NULL, NULL, 0}};
