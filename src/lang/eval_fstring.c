/* f-strings: text and formatted values, one behind the other. */
#include "eval.h"

static ArrStatus add_pieces(Frame *frame, const Ast *ast, Text *text);

static ArrStatus add_value(Frame *frame, const Ast *ast, Text *text) {
    ArrState *state = frame->state;
    Value value;
    ArrStatus status = eval_expression(frame, ast->a, &value);
    if (status != ARR_OK) return status;
    Text spec = text_new(&state->base.heap);
    if (ast->b) status = add_pieces(frame, ast->b, &spec);
    state->base.span = ast->a->span;
    if (status == ARR_OK)
        status =
            format_converted(state, value, (char)ast->op, text_string(&spec), spec.length, text);
    text_free(&spec);
    value_release(state, value);
    return status;
}

static ArrStatus add_pieces(Frame *frame, const Ast *ast, Text *text) {
    ArrStatus status = ARR_OK;
    for (int32_t i = 0; status == ARR_OK && i < ast->list.count; i++) {
        const Ast *piece = ast->list.items[i];
        if (piece->kind == AST_STRING) text_add(text, piece->text.bytes, piece->text.length);
        else status = add_value(frame, piece, text);
    }
    if (status == ARR_OK && text->failed)
        status = error_memory(&frame->state->base, text->length, "a string");
    return status;
}

ArrStatus eval_fstring(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Text text = text_new(&state->base.heap);
    ArrStatus status = add_pieces(frame, ast, &text);
    state->base.span = ast->span;
    if (status == ARR_OK) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}
