/* Places in source texts, and errors as text for people (error_text.c). */
#ifndef LANG_ERROR_TEXT_H
#define LANG_ERROR_TEXT_H

#include "lang.h"

/* The source of a span; NULL: none. */
const Source *source_of(const ArrState *state, Span span);
/* Line and column of an offset, from 1; columns count characters. */
typedef struct SourcePosition {
    int64_t line, column;
    int64_t start, end; /* bytes of the line, its end excluded */
} SourcePosition;
SourcePosition source_position(const Source *source, uint32_t offset);

/* The state's error, whole, appended to text. */
void error_text_render(const ArrState *state, Text *text);

/* A piece of a line, without what could steer a terminal. */
void error_text_line(Text *text, const char *begin, const char *end);

#endif
