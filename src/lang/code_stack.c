/* The windows of functions that run (see code.h): a stack in pieces, so that
 * registers never move. */
#include "code.h"

static size_t piece_size(const CodeStack *piece) {
    return sizeof *piece + (size_t)(piece->end - piece->values) * sizeof(Value);
}

/* A piece and those above it. */
static void free_pieces(ArrState *state, CodeStack *piece) {
    while (piece) {
        CodeStack *above = piece->above;
        heap_free(&state->base.heap, piece, piece_size(piece));
        piece = above;
    }
}

/* A piece with room for count registers above the one in use. */
static CodeStack *next_piece(ArrState *state, int32_t count) {
    CodeStack *below = state->code_stack, **place = below ? &below->above : &state->code_first;
    CodeStack *piece = *place;
    int32_t room = count > CODE_VALUES ? count : CODE_VALUES;
    if (piece && piece->end - piece->values >= count) return piece;
    *place = NULL;
    free_pieces(state, piece);
    piece = heap_alloc_zeroed(&state->base.heap, sizeof *piece + (size_t)room * sizeof(Value));
    if (!piece) return NULL;
    piece->below = below;
    piece->top = piece->values;
    piece->free = piece->activations;
    piece->end = piece->values + room;
    for (int i = 0; i < CODE_ACTIVATIONS; i++)
        piece->activations[i].frame = (Frame){.state = state, .returned = value_none()};
    return *place = piece;
}

Value *code_window(ArrState *state, int32_t count) {
    CodeStack *piece = state->code_stack;
    if (count == 0) count = 1; /* windows are told apart by where they begin */
    if (!piece || piece->end - piece->top < count ||
        piece->free == piece->activations + CODE_ACTIVATIONS) {
        piece = next_piece(state, count);
        if (!piece) {
            error_memory(&state->base, (int64_t)((size_t)count * sizeof(Value)), "local variables");
            return NULL;
        }
        state->code_stack = piece;
    }
    Value *window = piece->top;
    piece->top += count;
    for (int32_t i = 0; i < count; i++) window[i] = value_undefined();
    return window;
}

void code_window_end(ArrState *state, Value *window, int32_t count) {
    CodeStack *piece = state->code_stack;
    code_clear(state, window, count);
    piece->top = window;
    if (window == piece->values) state->code_stack = piece->below;
}

int32_t code_depth(const ArrState *state) {
    int64_t depth = state->call_depth;
    for (const CodeStack *piece = state->code_stack; piece; piece = piece->below)
        depth += piece->free - piece->activations;
    return (int32_t)depth;
}

void code_empty(ArrState *state, Value *reference) {
    Value old = *reference;
    *reference = value_undefined();
    value_release(state, old);
}

void code_stack_free(ArrState *state) {
    free_pieces(state, state->code_first);
    state->code_first = state->code_stack = NULL;
}
