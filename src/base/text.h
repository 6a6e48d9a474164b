/* A growing byte string: what formatting writes into. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "heap.h"

typedef struct Text {
    Heap *heap;
    char *bytes; /* NUL-terminated once anything was written */
    int64_t length;
    int64_t capacity;
    bool failed; /* memory was short: later writes do nothing; check once at the end */
} Text;

Text text_new(Heap *heap);
void text_free(Text *text);
void text_add(Text *text, const char *bytes, int64_t length);
void text_adds(Text *text, const char *string);
void text_addc(Text *text, char c);
void text_fill(Text *text, char c, int64_t count);
/* bytes count times; the memory is had first, so that an absurd count fails at once. */
void text_repeat(Text *text, const char *bytes, int64_t length, int64_t count);
void text_addf(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *text_string(const Text *text); /* never NULL; valid until the next write */

/* Length of the valid UTF-8 sequence at p, of which left bytes are to be had, else 0. */
int utf8_length(const char *p, int64_t left);
bool utf8_is_valid(const char *text, int64_t length);
/* Code points of well-formed UTF-8; the byte where the count-th (or the end) is; the first. */
int64_t utf8_count(const char *text, int64_t length);
int64_t utf8_offset(const char *text, int64_t length, int64_t count);
uint32_t utf8_point(const char *text, int64_t length);
void text_add_point(Text *text, uint32_t point);

/* A number of NUL-terminated text, its decimal point '.' in every locale. */
double text_to_double(const char *digits);

#endif
