/* Warnings as Python prints them, each once per line and text:
 *
 *   FILE:LINE: RuntimeWarning: divide by zero encountered in divide
 *     x = 1 / a
 *
 * They go to the host's notice function. */
#include "warnings.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "error_text.h"

/* What was told: whatever it was, its line and text make one number. */
static bool is_told(ArrState *state, uint32_t source, int64_t line, const char *text) {
    WarningsTold *told = &state->warnings_told;
    uint64_t key = XXH3_64bits_withSeed(text, strlen(text), (uint64_t)source << 32 ^ (uint64_t)line);
    for (int64_t i = 0; i < told->count; i++)
        if (told->keys[i] == key) return true;
    if (heap_grow(&state->base.heap, &told->keys, &told->capacity, told->count + 1, sizeof key))
        told->keys[told->count++] = key;
    return false;
}

/* Python strips the line; here it is shown as errors show theirs, with nothing
 * in it that could steer a terminal. */
static void add_line(Text *text, const Source *source, const SourcePosition *place) {
    int64_t start = place->start, end = place->end;
    while (start < end && (source->text[start] == ' ' || source->text[start] == '\t')) start++;
    while (end > start && (source->text[end - 1] == ' ' || source->text[end - 1] == '\t')) end--;
    if (start == end) return;
    text_adds(text, "  ");
    error_text_line(text, source->text + start, source->text + end);
    text_addc(text, '\n');
}

void state_warn(ArrState *state, Span where, const char *category, const char *message) {
    const Source *source = source_of(state, where);
    SourcePosition place = {.line = 0};
    if (source) place = source_position(source, where.start);
    if (is_told(state, source ? where.source : SPAN_NONE, place.line, message)) return;
    Text text = text_new(&state->base.heap);
    if (source) text_addf(&text, "%s:%lld: ", source->name, (long long)place.line);
    text_addf(&text, "%s: %s\n", category, message);
    if (source) add_line(&text, source, &place);
    if (!text.failed) state_notice(state, text_string(&text), text.length);
    text_free(&text);
}

void warnings_forget(ArrState *state) {
    WarningsTold *told = &state->warnings_told;
    heap_free(&state->base.heap, told->keys, (size_t)told->capacity * sizeof *told->keys);
    *told = (WarningsTold){NULL, 0, 0};
}
