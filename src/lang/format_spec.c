/* Python's format-spec mini-language: what format(v, spec) and f-strings write.
 *
 *     [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type]
 *
 * A spec is read once into fields; then the value's kind decides which fields
 * may be there. NumPy scalars and 0-d arrays are pulled and written as the
 * Python number they hold, as NumPy does. Widths count characters. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../io/number.h"
#include "bigint.h"

typedef struct Spec {
    const char *fill; /* a character: fill_length bytes of UTF-8 */
    int fill_length;
    bool fill_is_zero;
    char align; /* < > = ^ */
    char sign;  /* + - blank, or 0: none written */
    bool no_minus_zero, alternate;
    int64_t width;     /* -1: none */
    int64_t precision; /* -1: none */
    char group;        /* ',' '_' or 0 */
    char type;         /* 0: none written */
} Spec;

/* A spec being read. */
typedef struct Reader {
    ArrState *state;
    const char *next, *end;
    const char *type_name; /* of the value: for messages */
} Reader;

static ArrStatus value_error(ArrState *state, const char *message) {
    return error_set(&state->base, ERROR_VALUE, "%s", message);
}

static ArrStatus no_memory(ArrState *state, const Text *text) {
    return error_memory(&state->base, text->length, "formatted text");
}

/* --- reading ------------------------------------------------------------------ */

static bool is_align(const char *s, const char *end) {
    return s < end && memchr("<>=^", *s, 4);
}

static bool take(Reader *r, char c) {
    if (r->next == r->end || *r->next != c) return false;
    r->next++;
    return true;
}

static void take_align(Reader *r, Spec *spec, bool *aligned, bool *filled) {
    int fill = r->next < r->end ? utf8_length(r->next, r->end - r->next) : 0;
    *filled = fill && is_align(r->next + fill, r->end);
    if (*filled) {
        spec->fill = r->next;
        spec->fill_length = fill;
        r->next += fill;
    }
    *aligned = is_align(r->next, r->end);
    if (*aligned) spec->align = *r->next++;
}

/* Digits; *number stays when there are none. */
static ArrStatus take_number(Reader *r, int64_t *number) {
    int64_t value = 0;
    const char *first = r->next;
    for (; r->next < r->end && *r->next >= '0' && *r->next <= '9'; r->next++) {
        int digit = *r->next - '0';
        if (value > (INT64_MAX - digit) / 10)
            return value_error(r->state, "Too many decimal digits in format string");
        value = value * 10 + digit;
    }
    if (r->next > first) *number = value;
    return ARR_OK;
}

static ArrStatus take_group(Reader *r, Spec *spec) {
    if (take(r, ',')) spec->group = ',';
    bool underscore = take(r, '_');
    bool both = underscore && (spec->group || (r->next < r->end && *r->next == ','));
    if (both) return value_error(r->state, "Cannot specify both ',' and '_'.");
    if (underscore) spec->group = '_';
    return ARR_OK;
}

static ArrStatus take_precision(Reader *r, Spec *spec) {
    if (!take(r, '.')) return ARR_OK;
    ArrStatus status = take_number(r, &spec->precision);
    if (!status && spec->precision < 0)
        return value_error(r->state, "Format specifier missing precision");
    return status;
}

static ArrStatus unknown_code(Reader *r, const char *at) {
    uint32_t code = utf8_point(at, r->end - at);
    if (code > ' ' && code < 0x80)
        return error_set(&r->state->base, ERROR_VALUE,
                         "Unknown format code '%c' for object of type '%s'", (char)code,
                         r->type_name);
    return error_set(&r->state->base, ERROR_VALUE,
                     "Unknown format code '\\x%" PRIx32 "' for object of type '%s'", code,
                     r->type_name);
}

static ArrStatus take_type(Reader *r, Spec *spec, const char *begin, const char *types) {
    if (r->next == r->end) return ARR_OK;
    if (r->next + utf8_length(r->next, r->end - r->next) != r->end)
        return error_set(&r->state->base, ERROR_VALUE,
                         "Invalid format specifier '%.*s' for object of type '%s'",
                         (int)(r->end - begin < 200 ? r->end - begin : 200), begin, r->type_name);
    bool grouped_base = spec->group == '_' && memchr("boxX", *r->next, 4);
    if (spec->group && !grouped_base && !memchr("defgEG%F", *r->next, 8)) {
        uint32_t code = utf8_point(r->next, r->end - r->next);
        if (code > ' ' && code < 0x80)
            return error_set(&r->state->base, ERROR_VALUE, "Cannot specify '%c' with '%c'.",
                             spec->group, (char)code);
        return error_set(&r->state->base, ERROR_VALUE, "Cannot specify '%c' with '\\x%" PRIx32 "'.",
                         spec->group, code);
    }
    if (!strchr(types, *r->next)) return unknown_code(r, r->next);
    spec->type = *r->next++;
    return ARR_OK;
}

/* types: the letters that the value's kind knows. */
static ArrStatus read_spec(Reader *r, const char *types, char align, Spec *spec) {
    const char *begin = r->next;
    bool aligned, filled;
    *spec = (Spec){.fill = " ", .fill_length = 1, .align = align, .width = -1, .precision = -1};
    take_align(r, spec, &aligned, &filled);
    if (r->next < r->end && memchr("+- ", *r->next, 3)) spec->sign = *r->next++;
    spec->no_minus_zero = take(r, 'z');
    spec->alternate = take(r, '#');
    if (!filled && take(r, '0')) {
        spec->fill = "0";
        if (!aligned && align == '>') spec->align = '=';
    }
    spec->fill_is_zero = *spec->fill == '0';
    ArrStatus status = take_number(r, &spec->width);
    if (!status) status = take_group(r, spec);
    if (!status) status = take_precision(r, spec);
    return status ? status : take_type(r, spec, begin, types);
}

/* --- layout --------------------------------------------------------------------- */

/* bytes of so many characters, filled to the width; head (a sign) stays before
 * the filling of '='. */
static void add_aligned(Text *text, const Spec *spec, const char *head, const char *bytes,
                        int64_t length, int64_t characters) {
    int64_t head_length = (int64_t)strlen(head);
    int64_t fill = spec->width - head_length - characters;
    if (fill < 0) fill = 0;
    int64_t left = spec->align == '>' ? fill : spec->align == '^' ? fill / 2 : 0;
    int64_t middle = spec->align == '=' ? fill : 0;
    text_repeat(text, spec->fill, spec->fill_length, left);
    text_adds(text, head);
    text_repeat(text, spec->fill, spec->fill_length, middle);
    text_add(text, bytes, length);
    text_repeat(text, spec->fill, spec->fill_length, fill - left - middle);
}

/* Digits with separators, zeros before them up to `least` characters. No
 * separator leads, so the text may become one wider. */
static void add_grouped(Text *text, const char *digits, int64_t count, int group, char separator,
                        int64_t least) {
    int64_t total = count;
    if (total < least - least / (group + 1) - 1) total = least - least / (group + 1) - 1;
    while (total + (total - 1) / group < least) total++;
    text_fill(text, '0', total + (total - 1) / group);
    if (text->failed) return;
    char *place = text->bytes + text->length;
    for (int64_t i = 0; i < total; i++) {
        if (i && i % group == 0) *--place = separator;
        *--place = i < count ? digits[count - 1 - i] : '0';
    }
}

static const char *sign_text(const Spec *spec, bool negative) {
    return negative ? "-" : spec->sign == '+' ? "+" : spec->sign == ' ' ? " " : "";
}

/* A number's text, of which the digits that lead are grouped. */
static void add_number(Text *text, const Spec *spec, const char *sign, const char *prefix,
                       const Text *body) {
    bool hexadecimal = spec->type == 'x' || spec->type == 'X';
    const char *bytes = text_string(body);
    int64_t whole = (int64_t)strspn(bytes, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789");
    int64_t rest = body->length - whole;
    char head[8];
    snprintf(head, sizeof head, "%s%s", sign, prefix);
    if (!spec->group || !whole) {
        add_aligned(text, spec, head, bytes, body->length, body->length);
        return;
    }
    bool zeros = spec->fill_is_zero && spec->align == '=';
    int64_t least = zeros ? spec->width - (int64_t)strlen(head) - rest : 0;
    int group = spec->type && strchr("boxX", spec->type) ? 4 : 3;
    Text grouped = text_new(text->heap);
    add_grouped(&grouped, bytes, whole, group, spec->group, least);
    text_add(&grouped, bytes + whole, rest);
    if (grouped.failed) text->failed = true;
    else add_aligned(text, spec, head, text_string(&grouped), grouped.length, grouped.length);
    text_free(&grouped);
}

/* --- strings ---------------------------------------------------------------------- */

static ArrStatus format_string(Reader *r, const StringObject *string, Text *text) {
    Spec spec;
    ArrStatus status = read_spec(r, "s", '<', &spec);
    if (status) return status;
    if (spec.group && !spec.type)
        return error_set(&r->state->base, ERROR_VALUE, "Cannot specify '%c' with 's'.", spec.group);
    if (spec.sign)
        return value_error(r->state, spec.sign == ' '
                                         ? "Space not allowed in string format specifier"
                                         : "Sign not allowed in string format specifier");
    if (spec.no_minus_zero)
        return value_error(r->state, "Negative zero coercion (z) not allowed in string format "
                                     "specifier");
    if (spec.alternate)
        return value_error(r->state, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return value_error(r->state, "'=' alignment not allowed in string format specifier");
    int64_t length = string->length, characters = utf8_count(string->bytes, length);
    if (spec.precision >= 0 && spec.precision < characters) {
        characters = spec.precision;
        length = utf8_offset(string->bytes, string->length, characters);
    }
    add_aligned(text, &spec, "", string->bytes, length, characters);
    return ARR_OK;
}

/* --- floats --------------------------------------------------------------------------- */

/* repr() with the flag '#': a point always stands there. */
static void add_shortest(Text *text, double x, bool dot_zero, bool alternate) {
    char digits[NUMBER_TEXT];
    int length = number_repr_double(digits, x);
    if (!dot_zero && length > 2 && !memcmp(digits + length - 2, ".0", 2)) length -= 2;
    const char *exponent = memchr(digits, 'e', (size_t)length);
    int64_t mantissa = exponent ? exponent - digits : length;
    text_add(text, digits, mantissa);
    if (alternate && !memchr(digits, '.', (size_t)mantissa)) text_addc(text, '.');
    text_add(text, digits + mantissa, length - mantissa);
}

/* |x| without sign as the spec says. dot_zero: of a float whose type is left
 * out: it shows a fraction, and an exponent one digit earlier. */
static void add_magnitude_of(Text *text, const Spec *spec, double x, bool dot_zero) {
    char type = spec->type == 'n' ? 'g' : spec->type == '%' ? 'f' : spec->type;
    bool upper = type == 'E' || type == 'F' || type == 'G';
    if (!isfinite(x)) {
        text_adds(text, isnan(x) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
        return;
    }
    if (!type && spec->precision < 0) {
        add_shortest(text, x, dot_zero, spec->alternate);
        return;
    }
    int precision = spec->precision < 0 ? 6 : (int)spec->precision;
    if (type) {
        number_format(text, x, type, precision, spec->alternate);
        return;
    }
    number_format_general(text, x, precision, spec->alternate, dot_zero);
}

/* -0.0 and what rounds to it are written without the sign. */
static bool shows_zero(const Text *body) {
    for (const char *p = text_string(body); *p && *p != 'e' && *p != 'E'; p++)
        if ((*p >= '1' && *p <= '9') || *p == 'i' || *p == 'n' || *p == 'I' || *p == 'N')
            return false;
    return true;
}

static ArrStatus check_precision(Reader *r, const Spec *spec) {
    if (spec->precision > INT_MAX) return value_error(r->state, "precision too big");
    return ARR_OK;
}

static ArrStatus format_double(Reader *r, const Spec *spec, double x, Text *text) {
    ArrStatus status = check_precision(r, spec);
    if (status) return status;
    bool negative = signbit(x) && !isnan(x);
    Text body = text_new(text->heap);
    add_magnitude_of(&body, spec, fabs(spec->type == '%' ? x * 100 : x), true);
    if (spec->no_minus_zero && negative && shows_zero(&body)) negative = false;
    if (spec->type == '%') text_addc(&body, '%');
    if (body.failed) status = no_memory(r->state, &body);
    else add_number(text, spec, sign_text(spec, negative), "", &body);
    text_free(&body);
    return status;
}

static ArrStatus format_float(Reader *r, double x, Text *text) {
    Spec spec;
    ArrStatus status = read_spec(r, "eEfFgGn%", '>', &spec);
    return status ? status : format_double(r, &spec, x, text);
}

/* --- integers ----------------------------------------------------------------------- */

static ArrStatus format_code_point(Reader *r, const Spec *spec, Value v, Text *text) {
    if (spec->sign)
        return value_error(r->state, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return value_error(r->state,
                           "Alternate form (#) not allowed with integer format specifier 'c'");
    if (v.kind == VALUE_BIGINT)
        return error_set(&r->state->base, ERROR_OVERFLOW,
                         "Python int too large to convert to C long");
    int64_t code = v.kind == VALUE_BOOL ? v.boolean : v.kind == VALUE_INT ? v.integer : -1;
    if (code < 0 || code >= 0x110000)
        return error_set(&r->state->base, ERROR_OVERFLOW, "%%c arg not in range(0x110000)");
    Text one = text_new(text->heap);
    text_add_point(&one, (uint32_t)code);
    if (one.failed) text->failed = true;
    add_aligned(text, spec, "", text_string(&one), one.length, 1);
    text_free(&one);
    return ARR_OK;
}

/* The magnitude's digits in the base of the type. */
static ArrStatus add_magnitude(ArrState *state, char type, Value v, Text *text) {
    int shift = type == 'b' ? 1 : type == 'o' ? 3 : type == 'x' || type == 'X' ? 4 : 0;
    if (shift) {
        bigint_add_digits(v, shift, text);
        for (int64_t i = 0; type == 'X' && i < text->length; i++)
            if (text->bytes[i] >= 'a') text->bytes[i] = (char)(text->bytes[i] - 'a' + 'A');
        return ARR_OK;
    }
    return bigint_to_text(state, v, text);
}

static ArrStatus format_integer(Reader *r, Value v, Text *text) {
    Spec spec;
    ArrStatus status = read_spec(r, "bcdoxXneEfFgG%", '>', &spec);
    if (status) return status;
    if (spec.type && strchr("eEfFgG%", spec.type)) {
        double x = 0;
        status = number_to_double(r->state, v, &x);
        return status ? status : format_double(r, &spec, x, text);
    }
    if (spec.precision >= 0)
        return value_error(r->state, "Precision not allowed in integer format specifier");
    if (spec.no_minus_zero)
        return value_error(r->state,
                           "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec.type == 'c') return format_code_point(r, &spec, v, text);
    Text digits = text_new(text->heap), body = text_new(text->heap);
    status = add_magnitude(r->state, spec.type, v, &digits);
    const char *magnitude = text_string(&digits);
    text_adds(&body, magnitude + (magnitude[0] == '-'));
    const char *prefix = !spec.alternate    ? ""
                         : spec.type == 'b' ? "0b"
                         : spec.type == 'o' ? "0o"
                         : spec.type == 'x' ? "0x"
                         : spec.type == 'X' ? "0X"
                                            : "";
    if (!status && (digits.failed || body.failed)) status = no_memory(r->state, &digits);
    if (!status) add_number(text, &spec, sign_text(&spec, bigint_sign(v) < 0), prefix, &body);
    text_free(&digits);
    text_free(&body);
    return status;
}

/* --- complex ---------------------------------------------------------------------------- */

/* One part, unpadded. */
static void add_part(Text *text, const Spec *spec, double x, bool sign_always) {
    Spec part = *spec;
    part.width = -1;
    part.fill_is_zero = false;
    if (sign_always) part.sign = '+';
    bool negative = signbit(x) && !isnan(x);
    Text body = text_new(text->heap);
    add_magnitude_of(&body, &part, fabs(x), false);
    if (spec->no_minus_zero && negative && shows_zero(&body)) negative = false;
    if (body.failed) text->failed = true;
    add_number(text, &part, sign_text(&part, negative), "", &body);
    text_free(&body);
}

static ArrStatus format_complex(Reader *r, const ComplexObject *z, Text *text) {
    Spec spec;
    ArrStatus status = read_spec(r, "eEfFgGn", '>', &spec);
    if (!status) status = check_precision(r, &spec);
    if (status) return status;
    if (spec.fill_is_zero)
        return value_error(r->state, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return value_error(r->state,
                           "'=' alignment flag is not allowed in complex format specifier");
    bool skip_real = !spec.type && z->real == 0 && !signbit(z->real);
    bool parentheses = !spec.type && !skip_real;
    Text body = text_new(text->heap);
    if (parentheses) text_addc(&body, '(');
    if (!skip_real) add_part(&body, &spec, z->real, false);
    add_part(&body, &spec, z->imag, !skip_real);
    text_addc(&body, 'j');
    if (parentheses) text_addc(&body, ')');
    if (body.failed) status = no_memory(r->state, &body);
    else add_aligned(text, &spec, "", text_string(&body), body.length, body.length);
    text_free(&body);
    return status;
}

/* --- any value ---------------------------------------------------------------------------- */

static ArrStatus format_host(ArrState *state, Value v, const char *spec, int64_t length,
                             Text *text) {
    Reader r = {state, spec, spec + length, value_type_name(v)};
    if (length == 0) return value_str(state, v, text);
    switch (v.kind) {
    case VALUE_STRING: return format_string(&r, VALUE_AS(StringObject, v), text);
    case VALUE_BOOL: r.type_name = "bool"; /* fall through */
    case VALUE_INT:
    case VALUE_BIGINT: return format_integer(&r, v, text);
    case VALUE_FLOAT: return format_float(&r, v.number, text);
    case VALUE_COMPLEX: return format_complex(&r, VALUE_AS(ComplexObject, v), text);
    default:
        return error_set(&state->base, ERROR_TYPE,
                         "unsupported format string passed to %s.__format__", value_type_name(v));
    }
}

ArrStatus format_spec(ArrState *state, Value v, const char *spec, int64_t length, Text *text) {
    ArrStatus status;
    if (v.kind == VALUE_ARRAY && v.array->ndim == 0) {
        Value host;
        status = convert_to_host(state, PULL_PRINT, v.array, &host);
        if (status) return status;
        status = format_host(state, host, spec, length, text);
        value_release(state, host);
    } else {
        status = format_host(state, v, spec, length, text);
    }
    return !status && text->failed ? no_memory(state, text) : status;
}

/* !r, !s, !a: the value as text. */
static ArrStatus convert(ArrState *state, char conversion, Value v, Text *text) {
    if (conversion == 's') return value_str(state, v, text);
    return conversion == 'r' ? value_repr(state, v, text) : value_ascii(state, v, text);
}

ArrStatus format_converted(ArrState *state, Value v, char conversion, const char *spec,
                           int64_t length, Text *text) {
    if (!conversion) return format_spec(state, v, spec, length, text);
    if (!length) return convert(state, conversion, v, text);
    Text converted = text_new(&state->base.heap);
    Value string;
    ArrStatus status = convert(state, conversion, v, &converted);
    if (!status) status = string_new(state, text_string(&converted), converted.length, &string);
    text_free(&converted);
    if (status) return status;
    status = format_spec(state, string, spec, length, text);
    value_release(state, string);
    return status;
}
