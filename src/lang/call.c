/* Calls: signatures of builtins are read once, when they are registered;
 * arguments are bound to parameters on the C stack; call_value() finds out
 * what is called. Errors of binding are worded as CPython words them. */
#include "arrays.h"
#include "dict.h"
#include "exception.h"
#include "string_methods.h"

#include <stdio.h>
#include <string.h>

/* --- signatures ----------------------------------------------------------- */

static const char *skip_blanks(const char *s) {
    while (*s == ' ') s++;
    return s;
}

/* Past a default value, to the ',' or ')' that ends it. */
static const char *skip_default(const char *s) {
    int depth = 0;
    for (char quote = 0; *s; s++) {
        if (quote) {
            if (*s == quote) quote = 0;
        } else if (*s == '\'' || *s == '"') {
            quote = *s;
        } else if (*s == '(' || *s == '[') {
            depth++;
        } else if (depth == 0 && (*s == ',' || *s == ')')) {
            break;
        } else if (*s == ')' || *s == ']') {
            depth--;
        }
    }
    return s;
}

static bool name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* One "name", "name=...", "*rest", "*" or "/". NULL: too many, or malformed. */
static const char *read_parameter(BuiltinObject *builtin, const char *s, bool *keyword_only) {
    if (*s == '/') {
        for (int i = 0; i < builtin->parameter_count; i++)
            builtin->parameters[i].positional_only = true;
        return s + 1;
    }
    bool star = *s == '*';
    if (star) s++;
    const char *name = s;
    while (name_character(*s)) s++;
    bool bare = s == name;
    if (bare ? !star : builtin->parameter_count == BUILTIN_PARAMETERS) return NULL;
    if (!bare)
        builtin->parameters[builtin->parameter_count++] =
            (struct BuiltinParameter){.name = name,
                                      .length = (int)(s - name),
                                      .optional = star || *s == '=',
                                      .keyword_only = !star && *keyword_only,
                                      .rest = star};
    if (star) *keyword_only = true;
    return *s == '=' ? skip_default(s + 1) : s;
}

static void count_parameters(BuiltinObject *builtin) {
    const struct BuiltinParameter *parameters = builtin->parameters;
    int n = 0;
    while (n < builtin->parameter_count && !parameters[n].rest && !parameters[n].keyword_only) n++;
    builtin->positional_count = n;
    builtin->has_rest = n < builtin->parameter_count && parameters[n].rest;
    builtin->positional_only = builtin->parameter_count > 0;
    for (int i = 0; i < builtin->parameter_count; i++) {
        if (i < n && !parameters[i].optional) builtin->required_count++;
        if (!parameters[i].positional_only) builtin->positional_only = false;
    }
}

static bool read_signature(BuiltinObject *builtin) {
    const char *s = strchr(builtin->row.signature, '(');
    size_t length = s ? (size_t)(s - builtin->row.signature) : 0;
    if (length == 0 || length >= sizeof builtin->name) return false;
    memcpy(builtin->name, builtin->row.signature, length);
    bool keyword_only = false;
    s = skip_blanks(s + 1);
    while (s && *s && *s != ')') {
        s = read_parameter(builtin, s, &keyword_only);
        if (s) s = skip_blanks(s);
        if (s && *s == ',') s = skip_blanks(s + 1);
    }
    count_parameters(builtin);
    return s && *s == ')';
}

ArrStatus builtin_new(ArrState *state, const BuiltinRow *row, Value *result) {
    BuiltinObject *builtin = object_new(state, VALUE_BUILTIN, sizeof *builtin);
    if (!builtin) return ARR_MEMORY;
    builtin->row = *row;
    if (!read_signature(builtin)) {
        value_release(state, value_object(&builtin->head));
        return error_set(&state->base, ERROR_RUNTIME, "malformed signature: %s", row->signature);
    }
    *result = value_object(&builtin->head);
    return ARR_OK;
}

ArrStatus builtins_register(ArrState *state, Names *names, const BuiltinRow *rows) {
    for (const BuiltinRow *row = rows; row->signature; row++) {
        Value builtin;
        ArrStatus status = builtin_new(state, row, &builtin);
        if (status) return status;
        status = names_set(state, names, VALUE_AS(BuiltinObject, builtin)->name, builtin);
        value_release(state, builtin);
        if (status) return status;
    }
    return ARR_OK;
}

/* --- errors of binding ---------------------------------------------------- */

static const char *plural(int count) {
    return count == 1 ? "" : "s";
}

/* What CPython writes before the name of a method of its own types. */
static const char *owner(Value self) {
    switch (self.kind) {
    case VALUE_STRING: return "str.";
    case VALUE_LIST: return "list.";
    case VALUE_TUPLE: return "tuple.";
    case VALUE_DICT: return "dict.";
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_BIGINT: return "int.";
    case VALUE_FLOAT: return "float.";
    case VALUE_COMPLEX: return "complex.";
    default: return "";
    }
}

/* Functions whose parameters have no names count arguments in words of their own. */
static ArrStatus count_error(ArrState *state, const BuiltinObject *builtin, Value self, int given) {
    int least = builtin->required_count, most = builtin->positional_count;
    if (least == 1 && most == 1)
        return error_set(&state->base, ERROR_TYPE, "%s%s() takes exactly one argument (%d given)",
                         owner(self), builtin->name, given);
    int wanted = given < least ? least : most;
    const char *bound = least == most ? "" : given < least ? "at least " : "at most ";
    return error_set(&state->base, ERROR_TYPE, "%s expected %s%d argument%s, got %d", builtin->name,
                     bound, wanted, plural(wanted), given);
}

static ArrStatus too_many_error(ArrState *state, const BuiltinObject *builtin, Value self,
                                int given, int keywords) {
    int least = builtin->required_count, most = builtin->positional_count;
    if (builtin->positional_only) return count_error(state, builtin, self, given);
    if (*owner(self) && builtin->parameter_count == 0)
        return error_set(&state->base, ERROR_TYPE, "%s%s() takes no arguments (%d given)",
                         owner(self), builtin->name, given);
    if (*owner(self) && most == 0)
        return error_set(&state->base, ERROR_TYPE, "%s() takes no positional arguments",
                         builtin->name);
    if (*owner(self))
        return error_set(&state->base, ERROR_TYPE, "%s() takes at most %d argument%s (%d given)",
                         builtin->name, most, plural(most), given + keywords);
    char takes[48], also[80] = "";
    if (least == most)
        snprintf(takes, sizeof takes, "%d positional argument%s", most, plural(most));
    else snprintf(takes, sizeof takes, "from %d to %d positional arguments", least, most);
    if (keywords)
        snprintf(also, sizeof also, " positional argument%s (and %d keyword-only argument%s)",
                 plural(given), keywords, plural(keywords));
    return error_set(&state->base, ERROR_TYPE, "%s() takes %s but %d%s %s given", builtin->name,
                     takes, given, also, given == 1 && !keywords ? "was" : "were");
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'": the unset parameters of one sort. */
static int list_missing(const BuiltinObject *builtin, const Value *args, bool keyword_only,
                        char *text, size_t size) {
    int missing[BUILTIN_PARAMETERS], count = 0;
    for (int i = 0; i < builtin->parameter_count; i++) {
        const struct BuiltinParameter *parameter = &builtin->parameters[i];
        if (!parameter->optional && parameter->keyword_only == keyword_only &&
            args[i].kind == VALUE_UNDEFINED)
            missing[count++] = i;
    }
    size_t used = 0;
    text[0] = 0;
    for (int k = 0; k < count && used < size; k++) {
        const struct BuiltinParameter *parameter = &builtin->parameters[missing[k]];
        const char *before = k == 0 ? "" : k + 1 < count ? ", " : count == 2 ? " and " : ", and ";
        used += (size_t)snprintf(text + used, size - used, "%s'%.*s'", before, parameter->length,
                                 parameter->name);
    }
    return count;
}

static ArrStatus missing_error(ArrState *state, const BuiltinObject *builtin, Value self,
                               const Value *args, int given) {
    if (builtin->row.fn == numpy_elementwise)
        return error_set(&state->base, ERROR_TYPE,
                         "%s() takes from %d to %d positional arguments but %d were given",
                         builtin->name, builtin->required_count, builtin->positional_count, given);
    if (builtin->positional_only) return count_error(state, builtin, self, given);
    char names[512];
    const char *sort = "positional";
    int count = list_missing(builtin, args, false, names, sizeof names);
    if (count == 0) {
        sort = "keyword-only";
        count = list_missing(builtin, args, true, names, sizeof names);
    }
    return error_set(&state->base, ERROR_TYPE, "%s() missing %d required %s argument%s: %s",
                     builtin->name, count, sort, plural(count), names);
}

static ArrStatus keyword_error(ArrState *state, const BuiltinObject *builtin, Value self,
                               const AstText *keyword) {
    if (builtin->positional_only || (*owner(self) && builtin->parameter_count == 0))
        return error_set(&state->base, ERROR_TYPE, "%s%s() takes no keyword arguments", owner(self),
                         builtin->name);
    if (*owner(self))
        error_set(&state->base, ERROR_TYPE, "'%.*s' is an invalid keyword argument for %s()",
                  (int)keyword->length, keyword->bytes, builtin->name);
    else
        error_set(&state->base, ERROR_TYPE, "%s() got an unexpected keyword argument '%.*s'",
                  builtin->name, (int)keyword->length, keyword->bytes);
    char copies[BUILTIN_PARAMETERS][32];
    const char *names[BUILTIN_PARAMETERS];
    for (int i = 0; i < builtin->parameter_count; i++) {
        snprintf(copies[i], sizeof copies[i], "%.*s", builtin->parameters[i].length,
                 builtin->parameters[i].name);
        names[i] = copies[i];
    }
    const char *near =
        names_nearest_of(names, builtin->parameter_count, keyword->bytes, keyword->length);
    if (near) error_hint(&state->base, "did you mean '%s'?", near);
    return ARR_ERROR;
}

/* --- binding -------------------------------------------------------------- */

/* The C stack's image of a call. */
typedef struct Bound {
    Value args[BUILTIN_PARAMETERS];
    Span spans[BUILTIN_PARAMETERS];
    Value rest; /* the tuple of "*rest", owned */
} Bound;

static ArrStatus bind_rest(ArrState *state, const BuiltinObject *builtin,
                           const Arguments *arguments, int given, Bound *bound) {
    int first = builtin->positional_count;
    int64_t count = given > first ? given - first : 0;
    const Value *items = arguments->values + (count ? first : 0);
    for (int64_t i = 0; i < count; i++) value_retain(items[i]);
    ArrStatus status = sequence_new(state, VALUE_TUPLE, count ? items : NULL, count, &bound->rest);
    if (!status) bound->args[first] = bound->rest;
    return status;
}

static int find_parameter(const BuiltinObject *builtin, const AstText *keyword) {
    for (int i = 0; i < builtin->parameter_count; i++) {
        const struct BuiltinParameter *parameter = &builtin->parameters[i];
        if (parameter->length == keyword->length && !parameter->rest &&
            !parameter->positional_only &&
            !memcmp(parameter->name, keyword->bytes, (size_t)keyword->length))
            return i;
    }
    return -1;
}

/* Counts the keyword-only arguments that were passed. */
static ArrStatus bind_keywords(ArrState *state, const BuiltinObject *builtin, Value self,
                               const Arguments *arguments, int given, Bound *bound, int *only) {
    for (int k = 0; k < arguments->keyword_count; k++) {
        const AstText *keyword = &arguments->keywords[k];
        int i = find_parameter(builtin, keyword);
        if (i < 0) return keyword_error(state, builtin, self, keyword);
        if (bound->args[i].kind != VALUE_UNDEFINED)
            return error_set(&state->base, ERROR_TYPE,
                             "%s() got multiple values for argument '%.*s'", builtin->name,
                             (int)keyword->length, keyword->bytes);
        bound->args[i] = arguments->values[given + k];
        if (arguments->spans) bound->spans[i] = arguments->spans[given + k];
        *only += builtin->parameters[i].keyword_only;
    }
    return ARR_OK;
}

static bool is_complete(const BuiltinObject *builtin, const Value *args) {
    for (int i = 0; i < builtin->parameter_count; i++)
        if (args[i].kind == VALUE_UNDEFINED && !builtin->parameters[i].optional) return false;
    return true;
}

static ArrStatus bind(ArrState *state, const BuiltinObject *builtin, Value self,
                      const Arguments *arguments, Bound *bound) {
    int given = arguments->count - arguments->keyword_count;
    bound->rest = value_undefined();
    for (int i = 0; i < builtin->parameter_count; i++) {
        bool passed = i < given && i < builtin->positional_count;
        bound->args[i] = passed ? arguments->values[i] : value_undefined();
        bound->spans[i] =
            passed && arguments->spans ? arguments->spans[i] : (Span){.source = SPAN_NONE};
    }
    int only = 0;
    ArrStatus status = bind_keywords(state, builtin, self, arguments, given, bound, &only);
    if (status) return status;
    if (given > builtin->positional_count && !builtin->has_rest)
        return too_many_error(state, builtin, self, given, only);
    if (!is_complete(builtin, bound->args))
        return missing_error(state, builtin, self, bound->args, given);
    return builtin->has_rest ? bind_rest(state, builtin, arguments, given, bound) : ARR_OK;
}

static ArrStatus call_builtin(ArrState *state, const BuiltinObject *builtin, Value self,
                              const Arguments *arguments, Value *result) {
    if (builtin->row.fn == dict_method_update && arguments->keyword_count)
        return dict_update_call(state, self, arguments, result);
    if (builtin->row.fn == string_format && arguments->keyword_count)
        return string_format_call(state, self, arguments, result);
    Bound bound;
    ArrStatus status = bind(state, builtin, self, arguments, &bound);
    if (status) return status;
    BuiltinCall call = {.function = builtin,
                        .self = self,
                        .args = bound.args,
                        .spans = bound.spans,
                        .data = builtin->row.data};
    status = builtin->row.fn(state, &call, result);
    value_release(state, bound.rest);
    return status;
}

ArrStatus call_method(ArrState *state, const BuiltinObject *method, Value self,
                      const Arguments *arguments, Value *result) {
    return call_builtin(state, method, self, arguments, result);
}

/* --- what is called -------------------------------------------------------- */

static ArrStatus not_callable(ArrState *state, Value callee) {
    return error_set(&state->base, ERROR_TYPE, "'%s' object is not callable",
                     value_type_name(callee));
}

/* np.float64(x). Only the complex types take two. */
static ArrStatus call_scalar_type(ArrState *state, ArrDtype dtype, const Arguments *arguments,
                                  Value *result) {
    const char *name = dtype_info[dtype].name;
    int most = dtype_info[dtype].kind == KIND_COMPLEX ? 2 : 1;
    if (arguments->keyword_count)
        return error_set(&state->base, ERROR_TYPE, "%s() takes no keyword arguments", name);
    if (arguments->count > most)
        return error_set(&state->base, ERROR_TYPE, "%s expected at most %d argument%s, got %d",
                         name, most, plural(most), arguments->count);
    if (arguments->count < 2)
        return construct_scalar(state, dtype,
                                arguments->count ? arguments->values[0] : value_int(0), result);
    Value number;
    ArrStatus status =
        construct_complex_parts(state, arguments->values[0], arguments->values[1], &number);
    if (status) return status;
    status = construct_scalar(state, dtype, number, result);
    value_release(state, number);
    return status;
}

/* Whether methods of the type's objects take v. */
static bool fits_type(Value v, TypeId type) {
    switch (v.kind) {
    case VALUE_STRING: return type == TYPE_STR;
    case VALUE_LIST: return type == TYPE_LIST;
    case VALUE_TUPLE: return type == TYPE_TUPLE;
    case VALUE_DICT: return type == TYPE_DICT;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_BIGINT: return type == TYPE_INT;
    case VALUE_FLOAT: return type == TYPE_FLOAT;
    case VALUE_COMPLEX: return type == TYPE_COMPLEX;
    default: return false;
    }
}

/* str.upper('a'): the first argument is the object. dict.fromkeys() needs none. */
static ArrStatus call_unbound(ArrState *state, const MethodObject *method,
                              const Arguments *arguments, Value *result) {
    const BuiltinObject *function = method->function;
    const char *type = VALUE_AS(TypeObject, method->self)->name;
    if (function->row.fn == dict_from_keys)
        return call_builtin(state, function, method->self, arguments, result);
    if (arguments->count == arguments->keyword_count)
        return error_set(&state->base, ERROR_TYPE, "unbound method %s.%s() needs an argument", type,
                         function->name);
    Value self = arguments->values[0];
    if (!fits_type(self, VALUE_AS(TypeObject, method->self)->type))
        return error_set(&state->base, ERROR_TYPE,
                         "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                         function->name, type, value_type_name(self));
    Arguments rest = *arguments;
    rest.values++;
    rest.count--;
    if (rest.spans) rest.spans++;
    return call_builtin(state, function, self, &rest, result);
}

ArrStatus call_value(ArrState *state, Value callee, const Arguments *arguments, Value *result) {
    switch (callee.kind) {
    case VALUE_FUNCTION:
        return eval_call_function(state, VALUE_AS(FunctionObject, callee), arguments, result);
    case VALUE_BUILTIN:
        return call_builtin(state, VALUE_AS(BuiltinObject, callee), value_undefined(), arguments,
                            result);
    case VALUE_METHOD: {
        const MethodObject *method = VALUE_AS(MethodObject, callee);
        if (method->self.kind == VALUE_TYPE) return call_unbound(state, method, arguments, result);
        return call_builtin(state, method->function, method->self, arguments, result);
    }
    case VALUE_TYPE:
        if (VALUE_AS(TypeObject, callee)->type == TYPE_DICT)
            return dict_call(state, arguments, result);
        return call_builtin(state, VALUE_AS(TypeObject, callee)->make, value_undefined(), arguments,
                            result);
    case VALUE_ERROR_CLASS:
        return exception_call(state, VALUE_AS(ErrorClassObject, callee)->class, arguments, result);
    case VALUE_DTYPE:
        if (VALUE_AS(DtypeObject, callee)->scalar_type)
            return call_scalar_type(state, VALUE_AS(DtypeObject, callee)->dtype, arguments, result);
        return not_callable(state, callee);
    default: return not_callable(state, callee);
    }
}
