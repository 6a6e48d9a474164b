/* Names: where their values lie, and what is said when there is none. */
#include <string.h>

#include "eval.h"

/* The variable of a name. A global's is the user's own: behind it stands the fallback. */
static Value *place(Frame *frame, const AstName *name) {
    switch (name->place) {
    case NAME_LOCAL: return &frame->locals[name->slot];
    case NAME_CELL: return &VALUE_AS(CellObject, frame->locals[name->slot])->value;
    case NAME_FREE: return &VALUE_AS(CellObject, frame->captures[name->slot])->value;
    default: return &frame->program->globals->slots[name->slot].value;
    }
}

static ArrStatus undefined_global(Frame *frame, const AstText *text) {
    ArrState *state = frame->state;
    if (name_is_known("builtins", text->bytes, text->length))
        return name_lacking(state, "builtins", text->bytes, text->length);
    ArrStatus status = error_set(&state->base, ERROR_NAME, "name '%s' is not defined", text->bytes);
    if (text->length == 2 && memcmp(text->bytes, "np", 2) == 0) {
        error_hint(&state->base, "import numpy as np; NumPy's names are also in scope without np.");
        return status;
    }
    const char *near = globals_nearest(frame->program->globals, text->bytes, text->length);
    if (name_is_known("numpy", text->bytes, text->length))
        error_hint(&state->base, "np.%s is not in arr", text->bytes);
    else if (near) error_hint(&state->base, "did you mean '%s'?", near);
    return status;
}

/* The name has no value: the error depends on where it should live. */
static ArrStatus unbound(Frame *frame, const Ast *ast) {
    Base *base = &frame->state->base;
    const AstName *name = &ast->name;
    base->span = ast->span;
    switch (name->place) {
    case NAME_LOCAL:
    case NAME_CELL:
        return error_set(base, ERROR_UNBOUND_LOCAL,
                         "cannot access local variable '%s' where it is not associated with a "
                         "value",
                         name->text.bytes);
    case NAME_FREE:
        return error_set(base, ERROR_NAME,
                         "cannot access free variable '%s' where it is not associated with a "
                         "value in enclosing scope",
                         name->text.bytes);
    default: return undefined_global(frame, &name->text);
    }
}

ArrStatus eval_load(Frame *frame, const Ast *ast, Value *result) {
    const AstName *name = &ast->name;
    Value value = *place(frame, name);
    if (value.kind == VALUE_UNDEFINED && name->place == NAME_GLOBAL)
        value = frame->program->globals->slots[name->slot].fallback;
    if (value.kind == VALUE_UNDEFINED) return unbound(frame, ast);
    value_retain(value);
    *result = value;
    return ARR_OK;
}

ArrStatus eval_unset(Frame *frame, const Ast *ast) {
    Value *variable = place(frame, &ast->name);
    Value old = *variable;
    if (old.kind == VALUE_UNDEFINED) return unbound(frame, ast);
    *variable = value_undefined();
    value_release(frame->state, old);
    return ARR_OK;
}

void eval_store(Frame *frame, const AstName *name, Value value) {
    Value *variable = place(frame, name);
    Value old = *variable;
    *variable = value;
    value_release(frame->state, old);
}
