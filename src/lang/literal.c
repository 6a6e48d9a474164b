/* Number and string tokens to their values (see literal.h). The lexer has
 * checked their form; what is left to refuse is in the escapes of strings and
 * the length of numbers. */
#include "literal.h"

#include <string.h>

#include "../base/text.h"

/* --- numbers ----------------------------------------------------------------- */

/* CPython's limit: the time to convert decimal digits grows with their square. */
enum { DECIMAL_DIGITS = 4300 };

static int64_t copy_digits(const char *text, int64_t length, char *digits) {
    int64_t count = 0;
    for (int64_t i = 0; i < length; i++)
        if (text[i] != '_') digits[count++] = text[i];
    digits[count] = 0;
    return count;
}

static int based_on(const char *digits) {
    if (digits[0] != '0') return 10;
    switch (digits[1]) {
    case 'x': case 'X': return 16;
    case 'o': case 'O': return 8;
    case 'b': case 'B': return 2;
    default: return 10;
    }
}

static int digit_value(char c) {
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* false: it exceeds int64. */
static bool read_integer(const char *digits, int base, int64_t *value) {
    *value = 0;
    for (const char *p = digits + (base == 10 ? 0 : 2); *p; p++)
        if (__builtin_mul_overflow(*value, (int64_t)base, value) ||
            __builtin_add_overflow(*value, (int64_t)digit_value(*p), value))
            return false;
    return true;
}

LiteralError literal_number(const char *text, int64_t length, char *scratch, Ast *node) {
    int64_t count = copy_digits(text, length, scratch);
    int base = based_on(scratch);
    bool imaginary = (scratch[count - 1] | 0x20) == 'j';
    if (imaginary || (base == 10 && strpbrk(scratch, ".eE"))) {
        node->kind = imaginary ? AST_IMAGINARY : AST_FLOAT;
        node->number = text_to_double(scratch);
        return (LiteralError){0};
    }
    int64_t value;
    if (read_integer(scratch, base, &value)) {
        node->integer = value;
        return (LiteralError){0};
    }
    if (base == 10 && count > DECIMAL_DIGITS)
        return (LiteralError){"Exceeds the limit (4300 digits) for integer string conversion", 0,
                              (uint32_t)length};
    node->text = (AstText){scratch, count};
    return (LiteralError){0};
}

/* --- strings ----------------------------------------------------------------- */

typedef struct Decoder {
    const char *text;   /* the token */
    const char *p;      /* what is next to decode */
    const char *end;    /* the closing quotes */
    char *out;
    LiteralError error;
} Decoder;

static void refuse(Decoder *d, const char *escape, const char *message) {
    d->error = (LiteralError){message, (uint32_t)(escape - d->text), (uint32_t)(d->p - d->text)};
}

static void put_code_point(Decoder *d, uint32_t c) {
    if (c < 0x80) {
        *d->out++ = (char)c;
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    *d->out++ = (char)(lead[more] | c >> (6 * more));
    while (more--) *d->out++ = (char)(0x80 | (c >> (6 * more) & 0x3F));
}

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static void decode_hex(Decoder *d, const char *escape, int digits, const char *truncated) {
    uint32_t c = 0;
    for (int i = 0; i < digits; i++) {
        if (d->p == d->end || !is_hex(*d->p)) {
            refuse(d, escape, truncated);
            return;
        }
        c = c << 4 | (uint32_t)digit_value(*d->p++);
    }
    if (c > 0x10FFFF)
        refuse(d, escape, "illegal Unicode character");
    else if (c >= 0xD800 && c <= 0xDFFF)
        refuse(d, escape, "surrogate escapes are not supported");
    else
        put_code_point(d, c);
}

static void decode_octal(Decoder *d) {
    uint32_t c = 0;
    for (int i = 0; i < 3 && d->p < d->end && *d->p >= '0' && *d->p <= '7'; i++)
        c = c << 3 | (uint32_t)(*d->p++ - '0');
    put_code_point(d, c);
}

/* The lines of a string end in '\n' however the file's lines end. */
static void skip_line_feed(Decoder *d) {
    if (d->p < d->end && *d->p == '\n') d->p++;
}

static void decode_escape(Decoder *d) {
    static const char names[] = "\\'\"abfnrtv";
    static const char values[] = "\\'\"\a\b\f\n\r\t\v";
    const char *escape = d->p++;
    char c = *d->p;
    const char *known = c ? strchr(names, c) : NULL;
    if (c >= '0' && c <= '7') {
        decode_octal(d);
        return;
    }
    d->p++;
    if (known)
        *d->out++ = values[known - names];
    else if (c == '\r')
        skip_line_feed(d);
    else if (c == 'x')
        decode_hex(d, escape, 2, "truncated \\xXX escape");
    else if (c == 'u')
        decode_hex(d, escape, 4, "truncated \\uXXXX escape");
    else if (c == 'U')
        decode_hex(d, escape, 8, "truncated \\UXXXXXXXX escape");
    else if (c == 'N')
        refuse(d, escape, "\\N{...} escapes are not supported");
    else if (c != '\n') { /* no escape: Python keeps the backslash */
        *d->out++ = '\\';
        *d->out++ = c;
    }
}

/* A backslash at the end stands before a brace of an f-string, which it cannot escape. */
static void decode_next(Decoder *d, bool raw) {
    if (*d->p == '\\' && !raw && d->p + 1 < d->end) {
        decode_escape(d);
    } else if (*d->p == '\r') {
        *d->out++ = '\n';
        d->p++;
        skip_line_feed(d);
    } else {
        *d->out++ = *d->p++;
    }
}

static LiteralError decode_all(Decoder *d, bool raw, int64_t *count) {
    char *bytes = d->out;
    while (d->p < d->end && !d->error.message) decode_next(d, raw);
    *d->out = 0;
    *count = d->out - bytes;
    return d->error;
}

LiteralError literal_text(const char *text, int64_t length, bool raw, char *bytes,
                          int64_t *count) {
    Decoder d = {.text = text, .p = text, .end = text + length, .out = bytes};
    return decode_all(&d, raw, count);
}

LiteralError literal_string(const char *text, int64_t length, char *bytes, int64_t *count) {
    const char *p = text;
    bool raw = (*p | 0x20) == 'r';
    if (*p != '\'' && *p != '"') p++;
    const char *end = text + length;
    int quotes = end - p >= 6 && p[1] == *p && p[2] == *p ? 3 : 1;
    Decoder d = {.text = text, .p = p + quotes, .end = end - quotes, .out = bytes};
    return decode_all(&d, raw, count);
}
