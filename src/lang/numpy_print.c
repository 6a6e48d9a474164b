/* np's print options, and arrays as text: set_printoptions, array2string,
 * array_repr and array_str. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "arrays.h"
#include "builtins.h"
#include "dict.h"
#include "numpy_print.h"
#include "record.h"

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

/* formatter['float_kind'] and the like, for a type: the last of these that it has. */
static const char *const formatter_keys[][4] = {
    [KIND_BOOL] = {"all", "bool"},
    [KIND_INT] = {"all", "int_kind", "int"},
    [KIND_UINT] = {"all", "int_kind", "int"},
    [KIND_FLOAT] = {"all", "float_kind", "float"},
    [KIND_COMPLEX] = {"all", "complex_kind", "complexfloat"},
};

/* *found: VALUE_UNDEFINED where there is none. */
static ArrStatus find_formatter(ArrState *state, Value functions, ArrayKind kind, Value *found) {
    ArrStatus status = ARR_OK;
    *found = value_undefined();
    for (int i = 0; i < 4 && formatter_keys[kind][i] && !status; i++) {
        Value key, function;
        const char *name = formatter_keys[kind][i];
        status = string_new(state, name, (int64_t)strlen(name), &key);
        if (status) break;
        status = dict_get(state, functions, key, &function);
        value_release(state, key);
        if (status || !is_given(function)) continue;
        value_release(state, *found);
        *found = function;
    }
    return status;
}

static ArrStatus scalar_of(ArrState *state, ArrConst value, Value *scalar) {
    Value number;
    ArrStatus status = ARR_OK;
    if (dtype_info[value.dtype].kind == KIND_COMPLEX) {
        ArrConst z = const_cast(value, ARR_COMPLEX128);
        status = complex_new(state, z.c16[0], z.c16[1], &number);
    } else if (value.dtype == ARR_UINT64 && value.u8 > INT64_MAX) {
        char digits[24];
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)value.u8);
        status = bigint_from_text(state, digits, &number);
    } else {
        number = const_to_value_number(value);
    }
    if (status) return status;
    status = construct_scalar(state, value.dtype, number, scalar);
    value_release(state, number);
    return status;
}

/* FormatOptions.write */
static ArrStatus write_formatted(void *user, ArrConst value, Text *text, bool *written) {
    const struct PrintFormatter *formatter = user;
    ArrState *state = formatter->state;
    Value function, scalar, word;
    ArrStatus status =
        find_formatter(state, formatter->functions, dtype_info[value.dtype].kind, &function);
    *written = function.kind != VALUE_UNDEFINED;
    if (status || !*written) {
        value_release(state, function);
        return status;
    }
    status = scalar_of(state, value, &scalar);
    if (!status) {
        status = call_value(state, function, &(Arguments){.values = &scalar, .count = 1}, &word);
        value_release(state, scalar);
    }
    value_release(state, function);
    if (status) return status;
    if (word.kind != VALUE_STRING) {
        status = error_set(&state->base, ERROR_ATTRIBUTE,
                           "'%s' object has no attribute 'splitlines'", value_type_name(word));
    } else if (strchr(VALUE_AS(StringObject, word)->bytes, '\n')) {
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "a formatter= that writes several lines is not in arr");
    } else {
        text_add(text, VALUE_AS(StringObject, word)->bytes, VALUE_AS(StringObject, word)->length);
    }
    value_release(state, word);
    return status;
}

/* formatter: where the options' functions are, as long as the options are used. */
static ArrStatus read_formatter(ArrState *state, Value v, struct PrintFormatter *formatter,
                                FormatOptions *options) {
    bool given = argument_given(v);
    if (given && v.kind != VALUE_DICT)
        return error_set(&state->base, ERROR_ATTRIBUTE, "'%s' object has no attribute 'keys'",
                         value_type_name(v));
    *formatter = (struct PrintFormatter){state, given ? v : value_none()};
    options->write = given ? write_formatted : NULL;
    options->user = formatter;
    return ARR_OK;
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
 * floatmode, legacy, override_repr); a formatter that is not given is forgotten. */
static ArrStatus set_options(ArrState *state, const Value *args) {
    FormatOptions options = state->print_options;
    struct PrintFormatter formatter;
    ArrStatus status = ARR_OK;
    if (argument_given(args[0])) status = read_precision(state, args[0], &options);
    if (!status) status = read_threshold(state, args[1], &options);
    if (!status) status = read_count(state, args[2], &options.edgeitems);
    if (!status) status = read_count(state, args[3], &options.linewidth);
    if (!status) status = read_suppress(state, args[4], &options);
    if (!status) status = read_word(state, args[5], "nanstr", options.nanstr);
    if (!status) status = read_word(state, args[6], "infstr", options.infstr);
    if (!status) status = read_formatter(state, args[7], &formatter, &options);
    if (!status) status = read_sign(state, args[8], &options);
    if (!status) status = read_floatmode(state, args[9], &options);
    if (!status) status = refuse_given(state, args[10], "legacy");
    if (!status) status = refuse_given(state, args[11], "override_repr");
    if (!status) status = check_fixed(state, &options);
    if (status) return status;
    Value old = state->formatter.functions;
    state->print_options = options;
    state->print_options.user = &state->formatter;
    value_retain(state->formatter.functions = formatter.functions);
    value_release(state, old);
    return ARR_OK;
}

static ArrStatus numpy_set_printoptions(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    return set_options(state, call->args);
}

/* --- np.printoptions ---------------------------------------------------------------- */

static const char *const context_fields[PRINT_OPTIONS] = {
    "precision", "threshold", "edgeitems", "linewidth", "suppress", "nanstr",
    "infstr",    "formatter", "sign",      "floatmode", "legacy",   "override_repr"};
static const RecordClass context_class = {
    "contextlib._GeneratorContextManager", "printoptions", context_fields, PRINT_OPTIONS, 0, NULL};

static ArrStatus numpy_printoptions(ArrState *state, const BuiltinCall *call, Value *result) {
    Value values[PRINT_OPTIONS];
    for (int i = 0; i < PRINT_OPTIONS; i++) value_retain(values[i] = call->args[i]);
    return record_new(state, ARR_OK, &context_class, values, result);
}

static ArrStatus options_dict(ArrState *state, Value *result);

ArrStatus print_context_enter(ArrState *state, Value context, PrintContext *before, Value *named) {
    *before = (PrintContext){.options = state->print_options};
    const RecordObject *record = VALUE_AS(RecordObject, context);
    if (context.kind != VALUE_RECORD || record->class != &context_class) return ARR_OK;
    value_retain(before->functions = state->formatter.functions);
    ArrStatus status = set_options(state, record->values);
    if (!status) status = options_dict(state, named);
    before->entered = !status;
    if (status) value_release(state, before->functions);
    return status;
}

void print_context_leave(ArrState *state, const PrintContext *before) {
    if (!before->entered) return;
    Value old = state->formatter.functions;
    state->print_options = before->options;
    state->formatter.functions = before->functions;
    value_release(state, old);
}

/* --- np.get_printoptions --------------------------------------------------------------- */

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

static ArrStatus options_dict(ArrState *state, Value *result) {
    static const char *const modes[] = {"maxprec", "maxprec_equal", "fixed", "unique"};
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
    value_retain(state->formatter.functions);
    status = put(state, status, dict, "formatter", state->formatter.functions);
    status = put(state, status, dict, "legacy", value_bool(false));
    status = put(state, status, dict, "override_repr", value_none());
    if (status) value_release(state, dict);
    else *result = dict;
    return status;
}

static ArrStatus numpy_get_printoptions(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    return options_dict(state, result);
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
    struct PrintFormatter formatter = state->formatter;
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
    if (!status && argument_given(args[6]))
        status = read_formatter(state, args[6], &formatter, &options);
    if (!status) status = read_threshold(state, args[7], &options);
    if (!status) status = read_count(state, args[8], &options.edgeitems);
    if (!status) status = read_sign(state, args[9], &options);
    if (!status) status = read_floatmode(state, args[10], &options);
    if (!status) status = width_of(state, args[11], "suffix", &suffix);
    if (!status) status = check_fixed(state, &options);
    if (!status) status = convert_array(state, args[0], -1, &a);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    options.user = &formatter;
    value_retain(formatter.functions);
    status = format_array_text(state->exec, &state->base, &state->graph.arrays, &options, a, prefix,
                               suffix, &text);
    value_release(state, formatter.functions);
    array_release(&state->graph.arrays, a);
    return finish(state, status, &text, result);
}

/* (arr, max_line_width, precision, suppress_small); data: repr, not str */
static ArrStatus numpy_array_text(ArrState *state, const BuiltinCall *call, Value *result) {
    FormatOptions options = state->print_options;
    const Value *args = call->args;
    Array *a;
    struct PrintFormatter formatter = state->formatter;
    ArrStatus status = read_count(state, args[1], &options.linewidth);
    if (!status && argument_given(args[2])) status = read_precision(state, args[2], &options);
    if (!status) status = read_suppress(state, args[3], &options);
    if (!status) status = convert_array(state, args[0], -1, &a);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    options.user = &formatter;
    value_retain(formatter.functions);
    status = (call->data ? format_array_repr : format_array_str)(
        state->exec, &state->base, &state->graph.arrays, &options, a, &text);
    value_release(state, formatter.functions);
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
    {"printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, "
     "suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, "
     "legacy=None, override_repr=None)",
     numpy_printoptions, "A context for with: set_printoptions() of it holds in its body.", 0},
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
