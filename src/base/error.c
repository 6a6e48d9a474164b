/* The error object (see error.h). */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const class_names[] = {
#define X(id, name, parent) [ERROR_##id] = name,
    ERROR_CLASSES(X)
#undef X
};

static const ErrorClass class_parents[] = {
#define X(id, name, parent) [ERROR_##id] = ERROR_##parent,
    ERROR_CLASSES(X)
#undef X
};

const char *error_class_name(ErrorClass class) {
    return class_names[class];
}

ErrorClass error_parent(ErrorClass class) {
    return class_parents[class];
}

bool error_is(ErrorClass class, ErrorClass ancestor) {
    if (class == ERROR_AXIS && error_is(ERROR_INDEX, ancestor)) return true;
    while (class != ancestor && class != ERROR_NONE) class = class_parents[class];
    return class == ancestor;
}

ArrStatus error_status(ErrorClass class) {
    switch (class) {
    case ERROR_NONE: return ARR_OK;
    case ERROR_MEMORY: return ARR_MEMORY;
    case ERROR_SYSTEM_EXIT: return ARR_EXIT;
    case ERROR_INTERRUPT: return ARR_INTERRUPTED;
    case ERROR_SYNTAX:
    case ERROR_INDENTATION:
    case ERROR_TAB: return ARR_SYNTAX;
    default: return ARR_ERROR;
    }
}

/* Ends text before a UTF-8 sequence that the buffer's end cut in two. */
static void cut_whole_characters(char *text, size_t size) {
    size_t n = strlen(text);
    if (n + 1 < size) return;
    size_t start = n;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0) text[start - 1] = 0;
}

static ArrStatus fill(Base *base, Span span, ErrorClass class, const char *format, va_list args) {
    Error *error = &base->error;
    char message[sizeof error->message]; /* the arguments may point into the old message */
    vsnprintf(message, sizeof message, format, args);
    cut_whole_characters(message, sizeof message);
    memcpy(error->message, message, sizeof message);
    error->class = class;
    error->span = span.source == SPAN_NONE ? base->call : span;
    error->hint[0] = 0;
    error->frame_count = 0;
    error->raised = 0;
    return error_status(class);
}

ArrStatus error_set(Base *base, ErrorClass class, const char *format, ...) {
    va_list args;
    va_start(args, format);
    ArrStatus status = fill(base, base->span, class, format, args);
    va_end(args);
    return status;
}

ArrStatus error_set_at(Base *base, Span span, ErrorClass class, const char *format, ...) {
    va_list args;
    va_start(args, format);
    ArrStatus status = fill(base, span, class, format, args);
    va_end(args);
    return status;
}

void error_hint(Base *base, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(base->error.hint, sizeof base->error.hint, format, args);
    va_end(args);
    cut_whole_characters(base->error.hint, sizeof base->error.hint);
}

void error_clear(Base *base) {
    base->error.class = ERROR_NONE;
    base->error.message[0] = 0;
    base->error.hint[0] = 0;
    base->error.frame_count = 0;
    base->error.raised = 0;
}

ArrStatus error_memory(Base *base, int64_t size, const char *what) {
    return error_set(base, ERROR_MEMORY, "Unable to allocate %lld bytes for %s", (long long)size,
                     what);
}

ArrStatus base_check_interrupt(Base *base) {
    if (!__atomic_exchange_n(&base->interrupted, 0, __ATOMIC_RELAXED)) return ARR_OK;
    return error_set(base, ERROR_INTERRUPT, "interrupted");
}
