/* A growing byte string (see text.h). */
#include "text.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Text text_new(Heap *heap) {
    return (Text){.heap = heap};
}

void text_free(Text *text) {
    heap_free(text->heap, text->bytes, (size_t)text->capacity);
    *text = text_new(text->heap);
}

static bool reserve(Text *text, int64_t more) {
    int64_t wanted;
    bool fits = !__builtin_add_overflow(text->length + 1, more, &wanted);
    if (!text->failed &&
        (!fits || !heap_grow(text->heap, &text->bytes, &text->capacity, wanted, 1)))
        text->failed = true;
    return !text->failed;
}

void text_add(Text *text, const char *bytes, int64_t length) {
    if (!reserve(text, length)) return;
    memcpy(text->bytes + text->length, bytes, (size_t)length);
    text->length += length;
    text->bytes[text->length] = 0;
}

void text_adds(Text *text, const char *string) {
    text_add(text, string, (int64_t)strlen(string));
}

void text_addc(Text *text, char c) {
    text_add(text, &c, 1);
}

void text_fill(Text *text, char c, int64_t count) {
    if (count <= 0 || !reserve(text, count)) return;
    memset(text->bytes + text->length, c, (size_t)count);
    text->length += count;
    text->bytes[text->length] = 0;
}

void text_repeat(Text *text, const char *bytes, int64_t length, int64_t count) {
    int64_t total, start = text->length;
    if (count <= 0 || length == 0) return;
    if (__builtin_mul_overflow(length, count, &total)) total = INT64_MAX / 2;
    text_fill(text, bytes[0], total);
    for (int64_t i = start; length > 1 && !text->failed && i < text->length; i += length)
        memcpy(text->bytes + i, bytes, (size_t)length);
}

void text_addf(Text *text, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && reserve(text, n)) {
        vsnprintf(text->bytes + text->length, (size_t)n + 1, format, again);
        text->length += n;
    }
    va_end(again);
}

const char *text_string(const Text *text) {
    return text->bytes ? text->bytes : "";
}

int utf8_length(const char *text, int64_t left) {
    const unsigned char *p = (const unsigned char *)text;
    int length = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3
                 : p[0] < 0xF5 ? 4 : 0;
    if (length > left) return 0;
    for (int i = 1; i < length; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xED && p[1] >= 0xA0;
    bool beyond = p[0] == 0xF4 && p[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

bool utf8_is_valid(const char *text, int64_t length) {
    for (int64_t i = 0; i < length;) {
        int step = utf8_length(text + i, length - i);
        if (!step) return false;
        i += step;
    }
    return true;
}

static bool continues(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

int64_t utf8_count(const char *text, int64_t length) {
    int64_t count = 0;
    for (int64_t i = 0; i < length; i++) count += !continues(text[i]);
    return count;
}

int64_t utf8_offset(const char *text, int64_t length, int64_t count) {
    int64_t i = 0;
    for (; count > 0 && i < length; count--)
        for (i++; i < length && continues(text[i]);) i++;
    return i;
}

uint32_t utf8_point(const char *text, int64_t length) {
    int64_t bytes = utf8_offset(text, length, 1);
    uint32_t point = (unsigned char)text[0];
    if (bytes > 1) point &= 0x7Fu >> bytes;
    for (int64_t i = 1; i < bytes; i++) point = point << 6 | ((unsigned char)text[i] & 0x3F);
    return point;
}

void text_add_point(Text *text, uint32_t point) {
    static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    text_addc(text, (char)(lead[length] | point >> (6 * (length - 1))));
    for (int i = length - 2; i >= 0; i--)
        text_addc(text, (char)(0x80 | (point >> (6 * i) & 0x3F)));
}

/* strtod reads the decimal point of the host's locale; ours is always '.'. */
double text_to_double(const char *digits) {
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c) return strtod(digits, NULL);
    locale_t host = uselocale(c);
    double value = strtod(digits, NULL);
    uselocale(host);
    freelocale(c);
    return value;
}
