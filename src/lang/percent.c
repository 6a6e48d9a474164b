/* Python's "..." % arguments. Reads the format once, left to right; each
 * conversion takes one argument, pulls it when it is an array, and appends its
 * text. Widths and precisions count characters, not bytes. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "../io/number.h"
#include "bigint.h"

typedef struct Percent {
    ArrState *state;
    const char *begin, *next, *end; /* of the format */
    const Value *arguments;
    int64_t count, used;
    Value mapping; /* where "%(key)s" looks its argument up, or undefined */
    Value keyed;   /* what it found, owned; undefined: the conversion has no key */
    Text *text;
} Percent;

/* One conversion: "%-8.3f" */
typedef struct Conversion {
    bool left, plus, blank, alternate, zero;
    int64_t width;
    int64_t precision; /* -1: none */
    char letter;
    const char *place; /* of the letter */
} Conversion;

static ArrStatus type_error(Percent *p, const char *message) {
    return error_set(&p->state->base, ERROR_TYPE, "%s", message);
}

static ArrStatus value_error(Percent *p, const char *message) {
    return error_set(&p->state->base, ERROR_VALUE, "%s", message);
}

static ArrStatus next_argument(Percent *p, Value *argument) {
    if (p->keyed.kind != VALUE_UNDEFINED) { /* once */
        *argument = p->keyed;
        return ARR_OK;
    }
    if (p->used == p->count) return type_error(p, "not enough arguments for format string");
    *argument = p->arguments[p->used++];
    return ARR_OK;
}

/* --- the format ------------------------------------------------------------------ */

static bool take_flag(Percent *p, Conversion *c) {
    if (p->next == p->end) return false;
    switch (*p->next) {
    case '-': c->left = true; break;
    case '+': c->plus = true; break;
    case ' ': c->blank = true; break;
    case '#': c->alternate = true; break;
    case '0': c->zero = true; break;
    default: return false;
    }
    p->next++;
    return true;
}

/* '*': the number is an argument. */
static ArrStatus take_star(Percent *p, const char *c_type, int64_t least, int64_t most,
                           int64_t *number) {
    Value v = value_none();
    if (p->keyed.kind != VALUE_UNDEFINED)
        return type_error(p, "not enough arguments for format string");
    ArrStatus status = next_argument(p, &v);
    if (status) return status;
    p->next++;
    if (v.kind == VALUE_BOOL)
        *number = v.boolean;
    else if (v.kind == VALUE_INT)
        *number = v.integer;
    else if (v.kind != VALUE_BIGINT)
        return type_error(p, "* wants int");
    if (v.kind == VALUE_BIGINT || *number < least || *number > most)
        return error_set(&p->state->base, ERROR_OVERFLOW,
                         "Python int too large to convert to C %s", c_type);
    return ARR_OK;
}

static ArrStatus take_digits(Percent *p, const char *too_big, int64_t most, int64_t *number) {
    for (*number = 0; p->next < p->end && *p->next >= '0' && *p->next <= '9'; p->next++) {
        int digit = *p->next - '0';
        if (*number > (most - digit) / 10) return value_error(p, too_big);
        *number = *number * 10 + digit;
    }
    return ARR_OK;
}

static bool at_star(const Percent *p) {
    return p->next < p->end && *p->next == '*';
}

static ArrStatus take_width(Percent *p, Conversion *c) {
    if (!at_star(p)) return take_digits(p, "width too big", INT64_MAX, &c->width);
    ArrStatus status = take_star(p, "ssize_t", -INT64_MAX, INT64_MAX, &c->width);
    if (status || c->width >= 0) return status;
    c->left = true;
    c->width = -c->width;
    return ARR_OK;
}

static ArrStatus take_precision(Percent *p, Conversion *c) {
    if (p->next == p->end || *p->next != '.') return ARR_OK;
    p->next++;
    if (!at_star(p)) return take_digits(p, "precision too big", INT_MAX, &c->precision);
    ArrStatus status = take_star(p, "int", INT_MIN, INT_MAX, &c->precision);
    if (!status && c->precision < 0) c->precision = 0;
    return status;
}

/* What Python could look up a "%(key)s" in need not be used. */
static bool may_stay_unused(Value arguments) {
    return arguments.kind == VALUE_ARRAY || arguments.kind == VALUE_LIST ||
           arguments.kind == VALUE_RANGE || arguments.kind == VALUE_DICT;
}

/* "(key)": parentheses within it are its own. */
static ArrStatus take_key(Percent *p) {
    if (p->next == p->end || *p->next != '(') return ARR_OK;
    bool mapping = p->mapping.kind == VALUE_DICT || may_stay_unused(p->mapping);
    if (!mapping) return type_error(p, "format requires a mapping");
    const char *begin = ++p->next;
    for (int64_t depth = 1; p->next < p->end; p->next++) {
        depth += *p->next == '(' ? 1 : *p->next == ')' ? -1 : 0;
        if (depth == 0) break;
    }
    if (p->next == p->end) return value_error(p, "incomplete format key");
    Value key;
    ArrStatus status = string_new(p->state, begin, p->next++ - begin, &key);
    if (status) return status;
    status = item_get(p->state, p->mapping, key, &p->keyed);
    value_release(p->state, key);
    p->used = p->count; /* the dict itself is no argument any more */
    return status;
}

/* What follows a '%'. */
static ArrStatus take_conversion(Percent *p, Conversion *c) {
    *c = (Conversion){.precision = -1};
    ArrStatus keyed = take_key(p);
    if (keyed) return keyed;
    while (take_flag(p, c)) continue;
    ArrStatus status = take_width(p, c);
    if (!status) status = take_precision(p, c);
    if (status) return status;
    if (p->next < p->end && strchr("hlL", *p->next)) p->next++; /* C's; without meaning */
    if (p->next == p->end) return value_error(p, "incomplete format");
    c->letter = *p->next;
    c->place = p->next;
    p->next += utf8_offset(p->next, p->end - p->next, 1);
    return ARR_OK;
}

/* --- layout ------------------------------------------------------------------------ */

/* sign and prefix stay before the zeros that fill a number. */
static void add_number(Percent *p, const Conversion *c, const char *sign, const char *prefix,
                       const char *body, int64_t length) {
    int64_t fill = c->width - length - (int64_t)strlen(sign) - (int64_t)strlen(prefix);
    bool zeros = c->zero && !c->left;
    if (!c->left && !zeros) text_fill(p->text, ' ', fill);
    text_adds(p->text, sign);
    text_adds(p->text, prefix);
    if (zeros) text_fill(p->text, '0', fill);
    text_add(p->text, body, length);
    if (c->left) text_fill(p->text, ' ', fill);
}

static void add_string(Percent *p, const Conversion *c, const char *bytes, int64_t length) {
    int64_t fill = c->width - utf8_count(bytes, length);
    if (!c->left) text_fill(p->text, ' ', fill);
    text_add(p->text, bytes, length);
    if (c->left) text_fill(p->text, ' ', fill);
}

static const char *sign_text(const Conversion *c, bool negative) {
    return negative ? "-" : c->plus ? "+" : c->blank ? " " : "";
}

static ArrStatus out_of_memory(Percent *p, const Text *text) {
    return error_memory(&p->state->base, text->length, "formatted text");
}

/* --- arguments --------------------------------------------------------------------- */

static bool is_array(Value v) {
    return v.kind == VALUE_ARRAY;
}

static ArrayKind array_kind(Value v) {
    return dtype_info[v.array->dtype].kind;
}

/* The host value of an array of one element: a complex scalar's real part. All
 * other values, and arrays that Python takes for no number, as they are. */
static ArrStatus host_value(Percent *p, Value argument, Value *value) {
    bool complex_array = is_array(argument) && array_kind(argument) == KIND_COMPLEX;
    bool scalar = is_array(argument) && argument.array->scalar;
    if (!is_array(argument) || argument.array->size != 1 || (complex_array && !scalar)) {
        value_retain(argument);
        *value = argument;
        return ARR_OK;
    }
    ArrStatus status = convert_to_host(p->state, PULL_PRINT, argument.array, value);
    if (status || value->kind != VALUE_COMPLEX) return status;
    double real = VALUE_AS(ComplexObject, *value)->real;
    value_release(p->state, *value);
    *value = value_float(real);
    return ARR_OK;
}

/* Whether Python takes v for an int without conversion: what has __index__. */
static bool is_index(Value v) {
    if (!is_array(v)) return v.kind == VALUE_BOOL || v.kind == VALUE_INT || v.kind == VALUE_BIGINT;
    if (array_kind(v) == KIND_BOOL) return v.array->scalar;
    return v.array->ndim == 0 && (array_kind(v) == KIND_INT || array_kind(v) == KIND_UINT);
}

/* --- integers ----------------------------------------------------------------------- */

static ArrStatus integer_argument(Percent *p, const Conversion *c, Value argument, Value *value) {
    bool decimal = strchr("diu", c->letter) != NULL;
    if (!decimal && !is_index(argument))
        return error_set(&p->state->base, ERROR_TYPE,
                         "%%%c format: an integer is required, not %s", c->letter,
                         value_type_name(argument));
    ArrStatus status = host_value(p, argument, value);
    if (status || value->kind == VALUE_INT || value->kind == VALUE_BIGINT) return status;
    if (value->kind == VALUE_BOOL)
        *value = value_int(value->boolean);
    else if (value->kind == VALUE_FLOAT)
        status = number_int_from_double(p->state, value->number, value);
    else {
        value_release(p->state, *value);
        status = error_set(&p->state->base, ERROR_TYPE,
                           "%%%c format: a real number is required, not %s", c->letter,
                           value_type_name(argument));
    }
    return status;
}

/* The magnitude of an int, in the base of the letter. */
static ArrStatus add_magnitude(Percent *p, const Conversion *c, Value v, Text *text) {
    switch (c->letter) {
    case 'o': bigint_add_digits(v, 3, text); return ARR_OK;
    case 'x': bigint_add_digits(v, 4, text); return ARR_OK;
    case 'X': {
        int64_t start = text->length;
        bigint_add_digits(v, 4, text);
        for (int64_t i = start; i < text->length; i++)
            if (text->bytes[i] >= 'a') text->bytes[i] = (char)(text->bytes[i] - 'a' + 'A');
        return ARR_OK;
    }
    default: return bigint_to_text(p->state, v, text);
    }
}

static const char *integer_prefix(const Conversion *c) {
    if (!c->alternate) return "";
    return c->letter == 'x' ? "0x" : c->letter == 'X' ? "0X" : c->letter == 'o' ? "0o" : "";
}

static ArrStatus format_integer(Percent *p, const Conversion *c, Value argument) {
    Value v;
    ArrStatus status = integer_argument(p, c, argument, &v);
    if (status) return status;
    Text digits = text_new(&p->state->base.heap), body = digits;
    status = add_magnitude(p, c, v, &digits);
    const char *magnitude = text_string(&digits) + (text_string(&digits)[0] == '-');
    int64_t length = (int64_t)strlen(magnitude);
    text_fill(&body, '0', c->precision - length);
    text_add(&body, magnitude, length);
    if (!status && (digits.failed || body.failed)) status = out_of_memory(p, &body);
    if (!status)
        add_number(p, c, sign_text(c, bigint_sign(v) < 0), integer_prefix(c), text_string(&body),
                   body.length);
    text_free(&digits);
    text_free(&body);
    value_release(p->state, v);
    return status;
}

/* --- floats --------------------------------------------------------------------------- */

static ArrStatus float_argument(Percent *p, Value argument, double *x) {
    if (is_array(argument) && argument.array->size != 1)
        return type_error(p, "only length-1 arrays can be converted to Python scalars");
    Value v;
    ArrStatus status = host_value(p, argument, &v);
    if (status) return status;
    status = is_array(v) ? type_error(p, "float() argument must be a string or a real number, "
                                         "not 'complex'")
                         : number_to_double(p->state, v, x);
    value_release(p->state, v);
    return status;
}

static ArrStatus format_float(Percent *p, const Conversion *c, Value argument) {
    double x = 0;
    ArrStatus status = float_argument(p, argument, &x);
    if (status) return status;
    bool upper = c->letter < 'a', negative = signbit(x) && !isnan(x);
    Text body = text_new(&p->state->base.heap);
    if (isfinite(x))
        number_format(&body, x, c->letter, c->precision < 0 ? 6 : (int)c->precision, c->alternate);
    else
        text_adds(&body, isnan(x) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
    if (body.failed) status = out_of_memory(p, &body);
    else add_number(p, c, sign_text(c, negative), "", text_string(&body), body.length);
    text_free(&body);
    return status;
}

/* --- strings and characters -------------------------------------------------------------- */

/* repr() in ASCII: other characters become escapes. */
static void add_ascii(Text *text, const Text *repr) {
    const char *s = text_string(repr), *end = s + repr->length;
    for (; s < end; s += utf8_offset(s, end - s, 1)) {
        uint32_t c = utf8_point(s, end - s);
        if (c < 0x80)
            text_addc(text, (char)c);
        else
            text_addf(text, c < 0x100 ? "\\x%02" PRIx32 : c < 0x10000 ? "\\u%04" PRIx32
                                                                     : "\\U%08" PRIx32, c);
    }
}

ArrStatus value_ascii(ArrState *state, Value v, Text *text) {
    Text repr = text_new(&state->base.heap);
    ArrStatus status = value_repr(state, v, &repr);
    if (!status) add_ascii(text, &repr);
    text_free(&repr);
    return status;
}

static ArrStatus format_string(Percent *p, const Conversion *c, Value argument) {
    Text text = text_new(&p->state->base.heap);
    ArrStatus status = c->letter == 's'   ? value_str(p->state, argument, &text)
                       : c->letter == 'r' ? value_repr(p->state, argument, &text)
                                          : value_ascii(p->state, argument, &text);
    if (!status && text.failed) status = out_of_memory(p, &text);
    int64_t length = text.length;
    if (c->precision >= 0) length = utf8_offset(text_string(&text), length, c->precision);
    if (!status) add_string(p, c, text_string(&text), length);
    text_free(&text);
    return status;
}

static ArrStatus format_code_point(Percent *p, const Conversion *c, Value argument) {
    Value v;
    ArrStatus status = host_value(p, argument, &v);
    if (status) return status;
    bool in_range = v.kind == VALUE_BOOL || (v.kind == VALUE_INT && v.integer >= 0 &&
                                             v.integer < 0x110000);
    uint32_t code = v.kind == VALUE_BOOL ? v.boolean : in_range ? (uint32_t)v.integer : 0;
    value_release(p->state, v);
    if (!in_range)
        return error_set(&p->state->base, ERROR_OVERFLOW, "%%c arg not in range(0x110000)");
    Text text = text_new(&p->state->base.heap);
    text_add_point(&text, code);
    if (text.failed) status = out_of_memory(p, &text);
    else add_string(p, c, text_string(&text), text.length);
    text_free(&text);
    return status;
}

static ArrStatus format_character(Percent *p, const Conversion *c, Value argument) {
    if (is_index(argument)) return format_code_point(p, c, argument);
    if (argument.kind != VALUE_STRING) return type_error(p, "%c requires int or char");
    const StringObject *string = VALUE_AS(StringObject, argument);
    if (utf8_count(string->bytes, string->length) != 1)
        return type_error(p, "%c requires int or char");
    add_string(p, c, string->bytes, string->length);
    return ARR_OK;
}

/* --- the whole ------------------------------------------------------------------------------ */

static ArrStatus unsupported(Percent *p, const Conversion *c) {
    uint32_t code = utf8_point(c->place, p->end - c->place);
    return error_set(&p->state->base, ERROR_VALUE,
                     "unsupported format character '%c' (0x%" PRIx32 ") at index %" PRId64,
                     code >= ' ' && code < 0x7F ? (char)code : '?', code,
                     utf8_count(p->begin, c->place - p->begin));
}

static ArrStatus format_argument(Percent *p, const Conversion *c, Value argument) {
    switch (c->letter) {
    case 's':
    case 'r':
    case 'a': return format_string(p, c, argument);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': return format_integer(p, c, argument);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return format_float(p, c, argument);
    case 'c': return format_character(p, c, argument);
    default: return unsupported(p, c);
    }
}

static ArrStatus format_next(Percent *p) {
    Conversion c;
    Value argument = value_none();
    if (p->next < p->end && *p->next == '%') {
        text_addc(p->text, *p->next++);
        return ARR_OK;
    }
    ArrStatus status = take_conversion(p, &c);
    if (!status) status = next_argument(p, &argument);
    if (!status) status = format_argument(p, &c, argument);
    value_release(p->state, p->keyed);
    p->keyed = value_undefined();
    return status;
}

static ArrStatus format_all(Percent *p, Value arguments) {
    ArrStatus status = ARR_OK;
    while (p->next < p->end && !status && !p->text->failed) {
        const char *percent = memchr(p->next, '%', (size_t)(p->end - p->next));
        const char *stop = percent ? percent : p->end;
        text_add(p->text, p->next, stop - p->next);
        p->next = stop;
        if (!percent) break;
        p->next++;
        status = format_next(p);
    }
    if (status) return status;
    if (p->text->failed) return out_of_memory(p, p->text);
    if (p->used < p->count && !may_stay_unused(arguments))
        return type_error(p, "not all arguments converted during string formatting");
    return ARR_OK;
}

ArrStatus percent_format(ArrState *state, Value format, Value arguments, Value *result) {
    const StringObject *string = VALUE_AS(StringObject, format);
    Text text = text_new(&state->base.heap);
    Percent p = {.state = state, .begin = string->bytes, .next = string->bytes,
                 .end = string->bytes + string->length, .text = &text,
                 .arguments = &arguments, .count = 1, .mapping = arguments};
    if (arguments.kind == VALUE_TUPLE) {
        p.arguments = VALUE_AS(SequenceObject, arguments)->items;
        p.count = VALUE_AS(SequenceObject, arguments)->count;
    }
    ArrStatus status = format_all(&p, arguments);
    if (!status) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}
