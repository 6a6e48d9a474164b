/* np's print options, and arrays as text: set_printoptions, array2string,
 * array_repr and array_str. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "arrays.h"
#include "dict.h"

/* --- options ---------------------------------------------------------------------- */

static ArrStatus read_precision(ArrState *state, Value v, FormatOptions *options) {
    int64_t precision = -1;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    if (v.kind != VALUE_NONE) {
        if (v.kind != VALUE_INT && v.kind != VALUE_BOOL && v.kind != VALUE_ARRAY)
            return error_set(&state->base, ERROR_TYPE, "precision must be an integer");
        ArrStatus status = value_index(state, v, &precision);
        if (status) return status;
    }
    bool none = precision < 0 || precision > FORMAT_PRECISION;
    options->precision = none ? FORMAT_PRECISION : (int)precision;
    return ARR_OK;
}

static ArrStatus read_threshold(ArrState *state, Value v, FormatOptions *options) {
    double x;
    if (!argument_given(v)) return ARR_OK;
    if (!value_is_number(v) && v.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE, "threshold must be numeric");
    ArrStatus status = construct_float(state, v, &x);
    if (status) return status;
    if (isnan(x))
        return error_set(&state->base, ERROR_VALUE,
                         "threshold must be non-NAN, try sys.maxsize for untruncated "
                         "representation");
    options->threshold = x >= 0x1p62 ? INT64_MAX : x < 0 ? -1 : (int64_t)x;
    return ARR_OK;
}

static ArrStatus read_count(ArrState *state, Value v, int64_t *count) {
    return argument_given(v) ? value_index(state, v, count) : ARR_OK;
}

static ArrStatus read_word(ArrState *state, Value v, const char *name, char word[FORMAT_WORD]) {
    if (!argument_given(v)) return ARR_OK;
    if (v.kind != VALUE_STRING || VALUE_AS(StringObject, v)->length >= FORMAT_WORD)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "%s other than a string of less than %d bytes is not in arr", name,
                         FORMAT_WORD);
    memcpy(word, VALUE_AS(StringObject, v)->bytes, (size_t)VALUE_AS(StringObject, v)->length + 1);
    return ARR_OK;
}

/* Which of the names v is, -1: none. */
static int choice(Value v, const char *const *names, int count) {
    for (int i = 0; v.kind == VALUE_STRING && i < count; i++)
        if (!strcmp(VALUE_AS(StringObject, v)->bytes, names[i])) return i;
    return -1;
}

static ArrStatus read_sign(ArrState *state, Value v, FormatOptions *options) {
    static const char *const names[] = {"-", "+", " "};
    if (!argument_given(v)) return ARR_OK;
    int found = choice(v, names, 3);
    if (found < 0)
        return error_set(&state->base, ERROR_VALUE, "sign option must be one of ' ', '+', or '-'");
    options->sign = names[found][0];
    return ARR_OK;
}

static ArrStatus read_floatmode(ArrState *state, Value v, FormatOptions *options) {
    static const char *const names[] = {[FLOAT_MAXPREC] = "maxprec",
                                        [FLOAT_MAXPREC_EQUAL] = "maxprec_equal",
                                        [FLOAT_FIXED] = "fixed",
                                        [FLOAT_UNIQUE] = "unique"};
    if (!argument_given(v)) return ARR_OK;
    int found = choice(v, names, 4);
    if (found < 0)
        return error_set(&state->base, ERROR_VALUE,
                         "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", "
                         "\"maxprec_equal\"");
    options->floatmode = (FloatMode)found;
    return ARR_OK;
}

static ArrStatus read_suppress(ArrState *state, Value v, FormatOptions *options) {
    return argument_given(v) ? value_truth(state, v, &options->suppress) : ARR_OK;
}

static ArrStatus refuse_given(ArrState *state, Value v, const char *name) {
    if (!argument_given(v) || (v.kind == VALUE_BOOL && !v.boolean)) return ARR_OK;
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%s= is not in arr", name);
}

static ArrStatus check_fixed(ArrState *state, const FormatOptions *options) {
    if (options->floatmode == FLOAT_FIXED && options->precision == FORMAT_PRECISION)
        return error_set(&state->base, ERROR_VALUE,
                         "precision cannot be None when floatmode is 'fixed'");
    return ARR_OK;
}

/* (precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign,
 * floatmode, legacy, override_repr) */
static ArrStatus numpy_set_printoptions(ArrState *state, const BuiltinCall *call, Value *result) {
    FormatOptions options = state->print_options;
    const Value *args = call->args;
    ArrStatus status = ARR_OK;
    if (argument_given(args[0])) status = read_precision(state, args[0], &options);
    if (!status) status = read_threshold(state, args[1], &options);
    if (!status) status = read_count(state, args[2], &options.edgeitems);
    if (!status) status = read_count(state, args[3], &options.linewidth);
    if (!status) status = read_suppress(state, args[4], &options);
    if (!status) status = read_word(state, args[5], "nanstr", options.nanstr);
    if (!status) status = read_word(state, args[6], "infstr", options.infstr);
    if (!status) status = refuse_given(state, args[7], "formatter");
    if (!status) status = read_sign(state, args[8], &options);
    if (!status) status = read_floatmode(state, args[9], &options);
    if (!status) status = refuse_given(state, args[10], "legacy");
    if (!status) status = refuse_given(state, args[11], "override_repr");
    if (!status) status = check_fixed(state, &options);
    if (status) return status;
    state->print_options = options;
    *result = value_none();
    return ARR_OK;
}

/* dict[name] = value, which is consumed. */
static ArrStatus put(ArrState *state, ArrStatus status, Value dict, const char *name, Value value) {
    Value key;
    if (!status) status = string_new(state, name, (int64_t)strlen(name), &key);
    if (status) {
        value_release(state, value);
        return status;
    }
    status = dict_set(state, dict, key, value);
    value_release(state, key);
    value_release(state, value);
    return status;
}

static ArrStatus put_text(ArrState *state, ArrStatus status, Value dict, const char *name,
                          const char *text) {
    Value value;
    if (!status) status = string_new(state, text, (int64_t)strlen(text), &value);
    return status ? status : put(state, status, dict, name, value);
}

static ArrStatus numpy_get_printoptions(ArrState *state, const BuiltinCall *call, Value *result) {
    static const char *const modes[] = {"maxprec", "maxprec_equal", "fixed", "unique"};
    (void)call;
    const FormatOptions *options = &state->print_options;
    bool none = options->precision == FORMAT_PRECISION;
    Value dict;
    ArrStatus status = dict_new(state, &dict);
    if (status) return status;
    status = put(state, status, dict, "edgeitems", value_int(options->edgeitems));
    status = put(state, status, dict, "threshold",
                 options->threshold == INT64_MAX ? value_float((double)INFINITY)
                                                 : value_int(options->threshold));
    status = put_text(state, status, dict, "floatmode", modes[options->floatmode]);
    status =
        put(state, status, dict, "precision", none ? value_none() : value_int(options->precision));
    status = put(state, status, dict, "suppress", value_bool(options->suppress));
    status = put(state, status, dict, "linewidth", value_int(options->linewidth));
    status = put_text(state, status, dict, "nanstr", options->nanstr);
    status = put_text(state, status, dict, "infstr", options->infstr);
    status = put_text(state, status, dict, "sign", (const char[]){options->sign, 0});
    status = put(state, status, dict, "formatter", value_none());
    status = put(state, status, dict, "legacy", value_bool(false));
    status = put(state, status, dict, "override_repr", value_none());
    if (status) value_release(state, dict);
    else *result = dict;
    return status;
}

/* --- arrays as text ------------------------------------------------------------------ */

static ArrStatus finish(ArrState *state, ArrStatus status, Text *text, Value *result) {
    if (!status && text->failed) status = error_memory(&state->base, text->length, "a string");
    if (!status) status = string_new(state, text_string(text), text->length, result);
    text_free(text);
    return status;
}

static ArrStatus width_of(ArrState *state, Value v, const char *name, int *width) {
    *width = 0;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    if (v.kind != VALUE_STRING || VALUE_AS(StringObject, v)->length > INT_MAX)
        return error_set(&state->base, ERROR_TYPE, "%s must be str, not %s", name,
                         value_type_name(v));
    *width = (int)utf8_count(VALUE_AS(StringObject, v)->bytes, VALUE_AS(StringObject, v)->length);
    return ARR_OK;
}

/* (a, max_line_width, precision, suppress_small, separator, prefix, formatter, threshold,
 * edgeitems, sign, floatmode, suffix) */
static ArrStatus numpy_array2string(ArrState *state, const BuiltinCall *call, Value *result) {
    FormatOptions options = state->print_options;
    const Value *args = call->args;
    Array *a;
    int prefix, suffix;
    ArrStatus status = read_count(state, args[1], &options.linewidth);
    if (!status && argument_given(args[2])) status = read_precision(state, args[2], &options);
    if (!status) status = read_suppress(state, args[3], &options);
    options.separator = " ";
    if (!status && args[4].kind == VALUE_STRING)
        options.separator = VALUE_AS(StringObject, args[4])->bytes;
    if (!status) status = width_of(state, args[5], "prefix", &prefix);
    if (!status) status = refuse_given(state, args[6], "formatter");
    if (!status) status = read_threshold(state, args[7], &options);
    if (!status) status = read_count(state, args[8], &options.edgeitems);
    if (!status) status = read_sign(state, args[9], &options);
    if (!status) status = read_floatmode(state, args[10], &options);
    if (!status) status = width_of(state, args[11], "suffix", &suffix);
    if (!status) status = check_fixed(state, &options);
    if (!status) status = convert_array(state, args[0], -1, &a);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    status = format_array_text(state->exec, &state->base, &state->graph.arrays, &options, a, prefix,
                               suffix, &text);
    array_release(&state->graph.arrays, a);
    return finish(state, status, &text, result);
}

/* (arr, max_line_width, precision, suppress_small); data: repr, not str */
static ArrStatus numpy_array_text(ArrState *state, const BuiltinCall *call, Value *result) {
    FormatOptions options = state->print_options;
    const Value *args = call->args;
    Array *a;
    ArrStatus status = read_count(state, args[1], &options.linewidth);
    if (!status && argument_given(args[2])) status = read_precision(state, args[2], &options);
    if (!status) status = read_suppress(state, args[3], &options);
    if (!status) status = convert_array(state, args[0], -1, &a);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    status = (call->data ? format_array_repr : format_array_str)(
        state->exec, &state->base, &state->graph.arrays, &options, a, &text);
    array_release(&state->graph.arrays, a);
    return finish(state, status, &text, result);
}

const BuiltinRow numpy_print_rows[] = {
    {"set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, "
     "suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, "
     "legacy=None, override_repr=None)",
     numpy_set_printoptions,
     "How arrays are printed from now on: digits after the point, elements from which on they are "
     "summarised, elements shown at each edge, columns of a line, ...",
     0},
    {"get_printoptions()", numpy_get_printoptions, "The print options, as a dict.", 0},
    {"array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', "
     "prefix='', *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, "
     "suffix='')",
     numpy_array2string, "The text of an array, with print options of its own.", 0},
    {"array_repr(arr, max_line_width=None, precision=None, suppress_small=None)", numpy_array_text,
     "repr() of an array, with print options of its own.", 1},
    {"array_str(a, max_line_width=None, precision=None, suppress_small=None)", numpy_array_text,
     "str() of an array, with print options of its own.", 0},
    {NULL, NULL, NULL, 0},
};
