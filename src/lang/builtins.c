/* Python's builtin functions and types. On arrays sum, max, min, any, all, abs
 * and round are array operations; keywords that only NumPy's form has (axis=)
 * take the call to numpy's function of that name. */
#include <math.h>

#include "builtins.h"
#include "types.h"
#include "dict.h"

/* --- print --------------------------------------------------------------------- */

static ArrStatus print_separator(ArrState *state, Value v, const char *name, const char *fallback,
                                 const char **text, int64_t *length) {
    *text = fallback;
    *length = 1;
    if (!is_given(v)) return ARR_OK;
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "%s must be None or a string, not %s", name,
                         value_type_name(v));
    *text = VALUE_AS(StringObject, v)->bytes;
    *length = VALUE_AS(StringObject, v)->length;
    return ARR_OK;
}

/* file=: sys.stdout, sys.stderr or None. */
static ArrStatus print_target(ArrState *state, Value file, bool *to_stderr) {
    *to_stderr = false;
    if (!is_given(file) || sys_stream(file, to_stderr)) return ARR_OK;
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                     "print() to other files than sys.stdout and sys.stderr is not in arr");
}

static ArrStatus builtin_print(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *values = VALUE_AS(SequenceObject, call->args[0]);
    const char *separator, *end;
    int64_t separator_length, end_length;
    ArrStatus status =
        print_separator(state, call->args[1], "sep", " ", &separator, &separator_length);
    if (!status) status = print_separator(state, call->args[2], "end", "\n", &end, &end_length);
    bool to_stderr = false;
    if (!status) status = print_target(state, call->args[4], &to_stderr);
    if (status) return status;
    *result = value_none();
    if (state->no_print && !to_stderr) return ARR_OK;
    Text text = text_new(&state->base.heap);
    for (int64_t i = 0; i < values->count && !status; i++) {
        if (i) text_add(&text, separator, separator_length);
        status = value_str(state, values->items[i], &text);
    }
    text_add(&text, end, end_length);
    if (!status && text.failed) status = error_memory(&state->base, text.length, "a text");
    if (!status) status = exec_observe(state->exec);
    if (!status) (to_stderr ? state_notice : state_write)(state, text_string(&text), text.length);
    text_free(&text);
    return status;
}

/* --- lengths, iterables ---------------------------------------------------------- */

static ArrStatus builtin_len(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t length;
    ArrStatus status = value_length(state, call->args[0], &length);
    if (!status) *result = value_int(length);
    return status;
}

static ArrStatus make_range(ArrState *state, const BuiltinCall *call, Value *result) {
    const Value *args = call->args;
    int64_t start = 0, stop, step = 1;
    bool only_stop = args[1].kind == VALUE_UNDEFINED;
    ArrStatus status = only_stop ? ARR_OK : value_index(state, args[0], &start);
    if (!status) status = value_index(state, args[only_stop ? 0 : 1], &stop);
    if (!status && args[2].kind != VALUE_UNDEFINED) status = value_index(state, args[2], &step);
    return status ? status : range_new(state, start, stop, step, result);
}

static ArrStatus make_slice(ArrState *state, const BuiltinCall *call, Value *result) {
    const Value *args = call->args;
    if (args[1].kind == VALUE_UNDEFINED)
        return slice_new(state, value_none(), args[0], value_none(), result);
    return slice_new(state, args[0], args[1],
                     args[2].kind == VALUE_UNDEFINED ? value_none() : args[2], result);
}

static ArrStatus make_list(ArrState *state, const BuiltinCall *call, Value *result) {
    Value list;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    if (call->args[0].kind != VALUE_UNDEFINED) status = list_extend(state, list, call->args[0]);
    if (status) value_release(state, list);
    else *result = list;
    return status;
}

static ArrStatus make_tuple(ArrState *state, const BuiltinCall *call, Value *result) {
    Value list;
    if (call->args[0].kind == VALUE_TUPLE) {
        value_retain(call->args[0]);
        *result = call->args[0];
        return ARR_OK;
    }
    ArrStatus status = make_list(state, call, &list);
    return status ? status : list_to_tuple(state, list, result);
}

/* --- types of numbers and text ------------------------------------------------------ */

static ArrStatus make_bool(ArrState *state, const BuiltinCall *call, Value *result) {
    bool truth = false;
    ArrStatus status = ARR_OK;
    if (call->args[0].kind != VALUE_UNDEFINED) status = value_truth(state, call->args[0], &truth);
    if (!status) *result = value_bool(truth);
    return status;
}

static ArrStatus make_int(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0], base = call->args[1];
    if (v.kind == VALUE_UNDEFINED) {
        if (base.kind != VALUE_UNDEFINED)
            return error_set(&state->base, ERROR_TYPE, "int() missing string argument");
        *result = value_int(0);
        return ARR_OK;
    }
    if (base.kind != VALUE_UNDEFINED) return construct_int_base(state, v, base, result);
    return construct_int(state, v, result);
}

static ArrStatus make_float(ArrState *state, const BuiltinCall *call, Value *result) {
    double number = 0;
    ArrStatus status = ARR_OK;
    if (call->args[0].kind != VALUE_UNDEFINED)
        status = construct_float(state, call->args[0], &number);
    if (!status) *result = value_float(number);
    return status;
}

static ArrStatus make_complex(ArrState *state, const BuiltinCall *call, Value *result) {
    Value real = call->args[0], imag = call->args[1];
    if (real.kind == VALUE_UNDEFINED) real = value_int(0);
    if (imag.kind != VALUE_UNDEFINED) return construct_complex_parts(state, real, imag, result);
    return construct_complex(state, real, result);
}

static ArrStatus write_value(ArrState *state, Value v, bool repr, Value *result) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = (repr ? value_repr : value_str)(state, v, &text);
    if (!status) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

static ArrStatus make_str(ArrState *state, const BuiltinCall *call, Value *result) {
    if (call->args[0].kind == VALUE_UNDEFINED) return string_new(state, "", 0, result);
    if (call->args[0].kind != VALUE_STRING) return write_value(state, call->args[0], false, result);
    value_retain(call->args[0]);
    *result = call->args[0];
    return ARR_OK;
}

static ArrStatus builtin_repr(ArrState *state, const BuiltinCall *call, Value *result) {
    return write_value(state, call->args[0], true, result);
}

static ArrStatus builtin_format(ArrState *state, const BuiltinCall *call, Value *result) {
    Value spec = call->args[1];
    if (spec.kind != VALUE_UNDEFINED && spec.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "format() argument 2 must be str, not %s",
                         value_type_name(spec));
    Text text = text_new(&state->base.heap);
    ArrStatus status;
    if (spec.kind == VALUE_UNDEFINED) status = format_spec(state, call->args[0], "", 0, &text);
    else
        status = format_spec(state, call->args[0], VALUE_AS(StringObject, spec)->bytes,
                             VALUE_AS(StringObject, spec)->length, &text);
    if (!status) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

/* --- numbers -------------------------------------------------------------------------- */

static ArrStatus array_abs(ArrState *state, Array *a, Value *result) {
    Operand operand = operand_array(a);
    Array *absolute;
    if (a->scalar) state->graph.name = FLOAT_NAME_SCALAR;
    ArrStatus status = graph_elementwise(&state->graph, OP_ABSOLUTE, &operand, NULL, -1, &absolute);
    state->graph.name = FLOAT_NAME_OWN;
    if (!status) *result = value_array(absolute);
    return status;
}

static ArrStatus builtin_abs(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (v.kind == VALUE_ARRAY) return array_abs(state, v.array, result);
    if (v.kind == VALUE_FLOAT) {
        *result = value_float(fabs(v.number));
        return ARR_OK;
    }
    if (v.kind == VALUE_COMPLEX) {
        double size = hypot(VALUE_AS(ComplexObject, v)->real, VALUE_AS(ComplexObject, v)->imag);
        *result = value_float(size);
        return ARR_OK;
    }
    if (!value_is_number(v))
        return error_set(&state->base, ERROR_TYPE, "bad operand type for abs(): '%s'",
                         value_type_name(v));
    bool negative;
    ArrStatus status = number_compare(state, AST_OP_LESS, v, value_int(0), &negative);
    if (status) return status;
    return number_unary(state, negative ? AST_OP_NEGATIVE : AST_OP_POSITIVE, v, result);
}

static ArrStatus builtin_divmod(ArrState *state, const BuiltinCall *call, Value *result) {
    Value a = call->args[0], b = call->args[1], parts[2];
    bool numbers = value_is_number(a) && value_is_number(b);
    if (!numbers && a.kind != VALUE_ARRAY && b.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE,
                         "unsupported operand type(s) for divmod(): '%s' and '%s'",
                         value_type_name(a), value_type_name(b));
    state->graph.name = FLOAT_NAME_DIVMOD;
    ArrStatus status = operate_binary(state, AST_OP_FLOOR_DIVIDE, a, b, &parts[0]);
    if (!status) {
        status = operate_binary(state, AST_OP_REMAINDER, a, b, &parts[1]);
        if (status) value_release(state, parts[0]);
    }
    state->graph.name = FLOAT_NAME_OWN;
    return status ? status : sequence_new(state, VALUE_TUPLE, parts, 2, result);
}

/* --- attributes by name ------------------------------------------------------------------ */

/* *found: false where there is an error. */
static ArrStatus named_attribute(ArrState *state, const BuiltinCall *call, bool *found,
                                 Value *result) {
    const Value *args = call->args;
    if (args[1].kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "attribute name must be string, not '%s'",
                         value_type_name(args[1]));
    const StringObject *name = VALUE_AS(StringObject, args[1]);
    ArrStatus status = attribute_get(state, args[0], name->bytes, name->length, result);
    *found = status == ARR_OK;
    return status;
}

static ArrStatus builtin_hasattr(ArrState *state, const BuiltinCall *call, Value *result) {
    bool found = false;
    Value value;
    ArrStatus status = named_attribute(state, call, &found, &value);
    if (found) value_release(state, value);
    else if (state->base.error.class != ERROR_ATTRIBUTE) return status;
    else error_clear(&state->base);
    *result = value_bool(found);
    return ARR_OK;
}

static ArrStatus builtin_getattr(ArrState *state, const BuiltinCall *call, Value *result) {
    bool found = false;
    ArrStatus status = named_attribute(state, call, &found, result);
    bool missing = !found && state->base.error.class == ERROR_ATTRIBUTE;
    if (!missing || call->args[2].kind == VALUE_UNDEFINED) return status;
    error_clear(&state->base);
    value_retain(*result = call->args[2]);
    return ARR_OK;
}

/* --- the tables --------------------------------------------------------------------------- */

static const BuiltinRow function_rows[] = {
    {"print(*values, sep=' ', end='\\n', flush=False, file=None)", builtin_print,
     "Writes values as str() gives them, sep between them and end after them. Printing is what "
     "brings results to the host.",
     0},
    {"len(obj, /)", builtin_len, "The number of items; of an array its first extent.", 0},
    {"abs(x, /)", builtin_abs, "The absolute value; of an array element by element.", 0},
    {"repr(obj, /)", builtin_repr, "The text that the prompt shows for obj.", 0},
    {"format(value, format_spec='', /)", builtin_format,
     "value as a format spec such as '8.3f' or '>10' says.", 0},
    {"getattr(object, name, default=, /)", builtin_getattr,
     "object.name, of a name that is a string; default where there is none.", 0},
    {"hasattr(object, name, /)", builtin_hasattr, "Whether object has an attribute of that name.",
     0},
    {"divmod(x, y, /)", builtin_divmod, "The tuple (x // y, x % y).", 0},
    {NULL, NULL, NULL, 0},
};

static const struct TypeRow {
    TypeId type;
    BuiltinRow row;
} type_rows[] = {
    {TYPE_BOOL, {"bool(x=False, /)", make_bool, "The truth of x, which is pulled.", 0}},
    {TYPE_INT,
     {"int(x=0, /, base=10)", make_int,
      "x as a Python int: of a number its whole part, of a string what it spells. An array of "
      "one element is pulled.",
      0}},
    {TYPE_FLOAT,
     {"float(x=0.0, /)", make_float, "x as a Python float. An array of one element is pulled.", 0}},
    {TYPE_COMPLEX,
     {"complex(real=0, imag=0)", make_complex, "real + imag * 1j as a Python complex.", 0}},
    {TYPE_STR, {"str(object='')", make_str, "The text that print() writes for object.", 0}},
    {TYPE_TUPLE, {"tuple(iterable=(), /)", make_tuple, "A tuple of the items of iterable.", 0}},
    {TYPE_LIST, {"list(iterable=(), /)", make_list, "A list of the items of iterable.", 0}},
    {TYPE_DICT,
     {"dict(*pairs)", make_list,
      "dict(), dict(other), dict(pairs), dict(name=value, ...): a dict, in the order of its keys' "
      "first insertion.",
      0}},
    {TYPE_RANGE,
     {"range(start, stop=, step=, /)", make_range,
      "range(stop) or range(start, stop[, step]): ints from start up to but not including stop.",
      0}},
    {TYPE_SLICE,
     {"slice(start, stop=, step=, /)", make_slice,
      "slice(stop) or slice(start, stop[, step]): the index written start:stop:step.", 0}},
    {TYPE_ENUMERATE,
     {"enumerate(iterable, start=0)", make_enumerate,
      "Gives the pairs (start, first item), (start + 1, second item), ...", 0}},
    {TYPE_ZIP,
     {"zip(*iterables, strict=False)", make_zip,
      "Gives tuples of one item of each iterable, until the shortest ends; with strict=True they "
      "must end together.",
      0}},
    {TYPE_MAP,
     {"map(*func_and_iterables)", make_map,
      "map(func, *iterables) gives func of one item of each iterable.", 0}},
    {TYPE_FILTER,
     {"filter(function, iterable, /)", make_filter,
      "Gives the items for which function is true, or which are true if it is None.", 0}},
    {TYPE_REVERSED,
     {"reversed(sequence, /)", make_reversed, "Gives the items from the last to the first.", 0}},
};

static ArrStatus type_register(ArrState *state, const struct TypeRow *row) {
    Value make, type;
    ArrStatus status = builtin_new(state, &row->row, &make);
    if (status) return status;
    const char *name = VALUE_AS(BuiltinObject, make)->name;
    status = type_new(state, row->type, name, make, &type);
    if (!status) {
        status = names_set(state, &state->builtins, name, type);
        value_release(state, type);
    }
    value_release(state, make);
    return status;
}

ArrStatus builtins_open(ArrState *state) {
    static const BuiltinRow *const methods[HOST_METHODS_COUNT] = {
        [HOST_METHODS_STRING] = string_method_rows,  [HOST_METHODS_LIST] = list_method_rows,
        [HOST_METHODS_TUPLE] = tuple_method_rows,    [HOST_METHODS_DICT] = dict_rows,
        [HOST_METHODS_INT] = int_method_rows,        [HOST_METHODS_FLOAT] = float_method_rows,
        [HOST_METHODS_COMPLEX] = complex_method_rows};
    ArrStatus status = builtins_register(state, &state->builtins, function_rows);
    for (int i = 0; i < HOST_METHODS_COUNT && !status; i++)
        status = builtins_register(state, &state->host_methods[i], methods[i]);
    if (!status) status = builtins_register(state, &state->builtins, text_rows);
    if (!status) status = builtins_register(state, &state->builtins, aggregate_rows);
    if (!status) status = builtins_register(state, &state->builtins, iterator_rows);
    Value name;
    if (!status) status = string_new(state, "__main__", 8, &name);
    if (status) return status;
    status = names_set(state, &state->builtins, "__name__", name);
    value_release(state, name);
    for (size_t i = 0; i < sizeof type_rows / sizeof *type_rows && !status; i++)
        status = type_register(state, &type_rows[i]);
    return status;
}
