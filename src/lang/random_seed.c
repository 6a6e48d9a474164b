/* Seeds of random generators: what the program gives, as words of 32 bits. */
#include "random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "bigint.h"

void seed_words_free(SeedWords *words) {
    heap_free(&words->base->heap, words->items, (size_t)words->capacity * sizeof *words->items);
}

static ArrStatus add_word(SeedWords *words, uint32_t word) {
    if (!heap_grow(&words->base->heap, &words->items, &words->capacity, words->count + 1,
                   sizeof *words->items))
        return error_memory(words->base, (words->count + 1) * 4, "a seed");
    words->items[words->count++] = word;
    return ARR_OK;
}

/* From the operating system. */
static ArrStatus add_entropy(SeedWords *words, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t word;
        ssize_t got;
        do got = getrandom(&word, sizeof word, 0);
        while (got < 0 && errno == EINTR);
        if (got != (ssize_t)sizeof word)
            return error_set(words->base, ERROR_OS, "getrandom: %s", strerror(errno));
        ArrStatus status = add_word(words, word);
        if (status) return status;
    }
    return ARR_OK;
}

static int hex_value(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static ArrStatus add_bigint(ArrState *state, Value v, SeedWords *words) {
    Text text = text_new(&state->base.heap);
    bigint_add_digits(v, 4, &text);
    ArrStatus status = text.failed ? error_memory(&state->base, text.length, "a seed") : ARR_OK;
    const char *digits = text_string(&text);
    for (int64_t end = text.length; end > 0 && !status; end -= 8) {
        uint32_t word = 0;
        for (int64_t i = end > 8 ? end - 8 : 0; i < end; i++)
            word = word << 4 | (uint32_t)hex_value(digits[i]);
        status = add_word(words, word);
    }
    text_free(&text);
    return status;
}

static ArrStatus add_int(ArrState *state, Value v, SeedWords *words) {
    int64_t x = v.kind == VALUE_BOOL ? v.boolean : v.integer;
    bool big = v.kind == VALUE_BIGINT;
    if (big ? bigint_sign(v) < 0 : x < 0)
        return error_set(&state->base, ERROR_VALUE, "expected non-negative integer");
    if (big) return add_bigint(state, v, words);
    ArrStatus status = add_word(words, (uint32_t)x);
    return status || x <= UINT32_MAX ? status : add_word(words, (uint32_t)(x >> 32));
}

/* v, or the Python number that a NumPy scalar or 0-d array is; one reference. */
static ArrStatus host_number(ArrState *state, Value v, Value *number) {
    if (v.kind == VALUE_ARRAY && v.array->ndim == 0)
        return convert_to_host(state, PULL_CONVERT, v.array, number);
    value_retain(*number = v);
    return ARR_OK;
}

static bool is_int(Value v) {
    return v.kind == VALUE_INT || v.kind == VALUE_BOOL || v.kind == VALUE_BIGINT;
}

static bool is_sequence(Value v) {
    return v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_RANGE ||
           (v.kind == VALUE_ARRAY && v.array->ndim > 0);
}

/* fn for each item, as a Python number. */
static ArrStatus each_item(ArrState *state, Value sequence, SeedWords *words,
                           ArrStatus (*fn)(ArrState *state, Value item, SeedWords *words)) {
    Iterator it;
    ArrStatus status = iterator_begin(state, sequence, &it);
    if (status) return status;
    for (;;) {
        Value item, number;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = host_number(state, item, &number);
        value_release(state, item);
        if (status) break;
        status = fn(state, number, words);
        value_release(state, number);
        if (status) break;
    }
    iterator_end(state, &it);
    return status;
}

/* --- SeedSequence --------------------------------------------------------------- */

static ArrStatus add_item(ArrState *state, Value v, SeedWords *words) {
    if (is_int(v)) return add_int(state, v, words);
    if (is_sequence(v))
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "nested sequences as seeds are not in arr yet");
    return error_set(&state->base, ERROR_TYPE, "seed must be integer");
}

static ArrStatus not_a_seed(ArrState *state, Value v) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_str(state, v, &text);
    if (!status)
        status = error_set(&state->base, ERROR_TYPE,
                           "SeedSequence expects int or sequence of ints for entropy not %s",
                           text_string(&text));
    text_free(&text);
    return status;
}

ArrStatus seed_sequence_words(ArrState *state, Value v, SeedWords *words) {
    Value number;
    *words = (SeedWords){.base = &state->base};
    if (v.kind == VALUE_NONE || v.kind == VALUE_UNDEFINED) return add_entropy(words, 4);
    if (is_sequence(v)) return each_item(state, v, words, add_item);
    ArrStatus status = host_number(state, v, &number);
    if (status) return status;
    status = is_int(number) ? add_int(state, number, words) : not_a_seed(state, number);
    value_release(state, number);
    return status;
}

ArrStatus seed_entropy(ArrState *state, Value *result) {
    SeedWords words = {.base = &state->base};
    Value items[4];
    ArrStatus status = add_entropy(&words, 4);
    for (int i = 0; i < 4 && !status; i++) items[i] = value_int(words.items[i]);
    if (!status) status = sequence_new(state, VALUE_TUPLE, items, 4, result);
    seed_words_free(&words);
    return status;
}

/* --- MT19937 ---------------------------------------------------------------------- */

static ArrStatus add_legacy_int(ArrState *state, Value v, SeedWords *words) {
    int64_t x = v.kind == VALUE_BOOL ? v.boolean : v.kind == VALUE_INT ? v.integer : -1;
    if (x < 0 || x > UINT32_MAX)
        return error_set(&state->base, ERROR_VALUE, "Seed must be between 0 and 2**32 - 1");
    return add_word(words, (uint32_t)x);
}

static ArrStatus add_legacy_item(ArrState *state, Value v, SeedWords *words) {
    if (is_int(v)) return add_legacy_int(state, v, words);
    if (is_sequence(v)) return error_set(&state->base, ERROR_VALUE, "Seed array must be 1-d");
    return error_set(&state->base, ERROR_TYPE,
                     "Cannot cast array data from dtype('%s') to dtype('int64') according to the "
                     "rule 'safe'",
                     v.kind == VALUE_FLOAT ? "float64" : "O");
}

static ArrStatus legacy_words(ArrState *state, Value v, SeedWords *words) {
    Value number;
    if (is_sequence(v)) {
        ArrStatus status = each_item(state, v, words, add_legacy_item);
        if (!status && words->count == 0)
            status = error_set(&state->base, ERROR_VALUE, "Seed must be non-empty");
        return status;
    }
    ArrStatus status = host_number(state, v, &number);
    if (status) return status;
    if (is_int(number)) status = add_legacy_int(state, number, words);
    else
        status = error_set(&state->base, ERROR_TYPE,
                           "Cannot cast scalar from dtype('%s') to dtype('int64') according to "
                           "the rule 'safe'",
                           number.kind == VALUE_FLOAT ? "float64" : "O");
    value_release(state, number);
    return status;
}

ArrStatus seed_legacy(ArrState *state, Value v, Mt19937 *mt) {
    SeedWords words = {.base = &state->base};
    bool none = v.kind == VALUE_NONE || v.kind == VALUE_UNDEFINED;
    ArrStatus status = none ? add_entropy(&words, 8) : legacy_words(state, v, &words);
    if (!status && !none && !is_sequence(v)) mt19937_seed(mt, words.items[0]);
    else if (!status) mt19937_seed_words(mt, words.items, words.count);
    seed_words_free(&words);
    return status;
}
