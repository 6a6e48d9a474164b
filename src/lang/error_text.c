/* An error as people read it: its place, the source line, carets under the
 * operand, the calls that led there, a hint. What it shows may come from
 * anyone, so nothing that could steer a terminal leaves here unescaped: a
 * control character, a bidirectional override or a stray byte is written as
 * \xNN or \uNNNN, and the carets still stand under what they mark. */
#include "error_text.h"

#include <string.h>

enum {
    LINE_WIDTH = 120, /* characters shown of a longer line */
    LINE_BEFORE = 40, /* of these, before the carets */
    CALL_WIDTH = 80   /* characters shown of a calling line */
};

/* --- places --------------------------------------------------------------- */

const Source *source_of(const ArrState *state, Span span) {
    if (span.source >= (uint32_t)state->source_count) return NULL;
    return &state->sources[span.source];
}

static bool continues_character(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

SourcePosition source_position(const Source *source, uint32_t offset) {
    SourcePosition place = {.line = 1, .column = 1};
    int64_t at = offset < source->length ? offset : source->length;
    for (int64_t i = 0; i < at; i++) {
        if (source->text[i] != '\n') continue;
        place.line++;
        place.start = i + 1;
    }
    for (int64_t i = place.start; i < at; i++)
        place.column += !continues_character(source->text[i]);
    const char *end = memchr(source->text + at, '\n', (size_t)(source->length - at));
    place.end = end ? end - source->text : source->length;
    if (place.end > place.start && source->text[place.end - 1] == '\r') place.end--;
    return place;
}

/* --- characters ----------------------------------------------------------- */

/* Bytes of the UTF-8 sequence at p (before end) and its code point; a byte
 * that begins none is 1 long with code point -1. */
static int64_t decode(const char *p, const char *end, int32_t *point) {
    unsigned char first = (unsigned char)*p;
    int64_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    *point = -1;
    if (length == 0 || first > 0xF4 || end - p < length) return 1;
    int32_t value = length == 1 ? first : first & (0xFF >> (length + 1));
    for (int64_t i = 1; i < length; i++) {
        if (!continues_character(p[i])) return 1;
        value = value << 6 | ((unsigned char)p[i] & 0x3F);
    }
    *point = value;
    return length;
}

/* Directions could be turned around so that code reads as something else. */
static bool steers_terminal(int32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

/* Appends one character so that it is harmless; returns its bytes in the input.
 * A tab is one blank. *width: columns it takes. */
static int64_t add_character(Text *text, const char *p, const char *end, int64_t *width) {
    int32_t point;
    int64_t length = decode(p, end, &point);
    int64_t before = text->length;
    *width = 1;
    if (point == '\t') text_addc(text, ' ');
    else if (!steers_terminal(point)) text_add(text, p, length);
    else {
        if (point > 0xFF) text_addf(text, "\\u%04x", (unsigned)point);
        else text_addf(text, "\\x%02x", (unsigned)(point < 0 ? (unsigned char)*p : point));
        *width = text->length - before;
    }
    return length;
}

static void add_harmless(Text *text, const char *bytes, int64_t length) {
    const char *end = bytes + length;
    int64_t width;
    while (bytes < end && !text->failed) bytes += add_character(text, bytes, end, &width);
}

void error_text_line(Text *text, const char *begin, const char *end) {
    add_harmless(text, begin, end - begin);
}

/* --- lines ---------------------------------------------------------------- */

static void add_place(const ArrState *state, Span span, Text *text) {
    const Source *source = source_of(state, span);
    SourcePosition place = source_position(source, span.start);
    add_harmless(text, source->name, (int64_t)strlen(source->name));
    text_addf(text, ":%lld:%lld", (long long)place.line, (long long)place.column);
}

/* The part of a line that is shown: all of it, or a window around the carets. */
typedef struct Window {
    const char *begin, *end;
    bool cut_before, cut_after;
} Window;

/* count characters forward from p, or end. */
static const char *skip_characters(const char *p, const char *end, int64_t count) {
    int32_t point;
    while (count-- > 0 && p < end) p += decode(p, end, &point);
    return p;
}

static Window choose_window(const char *begin, const char *end, int64_t column) {
    Window window = {begin, end, false, false};
    if (skip_characters(begin, end, LINE_WIDTH) == end) return window;
    if (column > LINE_BEFORE) {
        window.begin = skip_characters(begin, end, column - LINE_BEFORE);
        window.cut_before = true;
    }
    window.end = skip_characters(window.begin, end, LINE_WIDTH);
    window.cut_after = window.end < end;
    return window;
}

/* The line of a span, indented, and carets under its first line's part of it. */
static void add_line_and_carets(const Source *source, Span span, Text *text) {
    SourcePosition place = source_position(source, span.start);
    Window window =
        choose_window(source->text + place.start, source->text + place.end, place.column - 1);
    const char *first = source->text + span.start, *last = source->text + span.end;
    int64_t column = window.cut_before ? 3 : 0, blanks = -1, width, carets = 0;
    text_adds(text, window.cut_before ? "    ..." : "    ");
    for (const char *p = window.begin; p < window.end && !text->failed;) {
        if (p >= first && blanks < 0) blanks = column;
        const char *character = p;
        p += add_character(text, p, window.end, &width);
        if (character >= first && character < last) carets += width;
        column += width;
    }
    text_adds(text, window.cut_after ? "...\n    " : "\n    ");
    text_fill(text, ' ', blanks < 0 ? column : blanks);
    text_fill(text, '^', carets > 0 ? carets : 1);
    text_addc(text, '\n');
}

/* A calling line without its indentation, cut at CALL_WIDTH characters. */
static void add_trimmed_line(const Source *source, uint32_t offset, Text *text) {
    SourcePosition place = source_position(source, offset);
    const char *begin = source->text + place.start, *end = source->text + place.end;
    while (begin < end && (*begin == ' ' || *begin == '\t')) begin++;
    const char *shown = skip_characters(begin, end, CALL_WIDTH);
    add_harmless(text, begin, shown - begin);
    text_adds(text, shown < end ? "...\n" : "\n");
}

static void add_call(const ArrState *state, Span call, const char *function, Text *text) {
    const Source *source = source_of(state, call);
    if (!source) return;
    text_adds(text, "  called from ");
    add_place(state, call, text);
    if (function[0]) {
        text_adds(text, " in ");
        add_harmless(text, function, (int64_t)strlen(function));
        text_adds(text, "()");
    }
    text_adds(text, ": ");
    add_trimmed_line(source, call.start, text);
}

static void add_calls(const ArrState *state, Text *text) {
    const Error *error = &state->base.error;
    for (int i = 0; i < error->frame_count && i < ERROR_FRAMES; i++)
        add_call(state, error->frames[i].call, error->frames[i].function, text);
    if (error->frame_count > ERROR_FRAMES)
        text_addf(text, "  ... and %d more calls\n", error->frame_count - ERROR_FRAMES);
}

void error_text_render(const ArrState *state, Text *text) {
    const Error *error = &state->base.error;
    if (error->class == ERROR_NONE) return;
    const Source *source = source_of(state, error->span);
    if (source) {
        add_place(state, error->span, text);
        text_adds(text, ": ");
    }
    text_adds(text, error_class_name(error->class));
    if (error->message[0]) text_adds(text, ": ");
    add_harmless(text, error->message, (int64_t)strlen(error->message));
    text_addc(text, '\n');
    if (source) add_line_and_carets(source, error->span, text);
    add_calls(state, text);
    if (!error->hint[0]) return;
    text_adds(text, "hint: ");
    add_harmless(text, error->hint, (int64_t)strlen(error->hint));
    text_addc(text, '\n');
}
