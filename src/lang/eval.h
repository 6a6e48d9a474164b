/* What the evaluator's files share: one activation, and the ways into it.
 *
 * The evaluator takes a resolved tree and gives values, recorded nodes and
 * errors. It never touches array data and never looks a local name up: that
 * is a slot since resolve.c. Every recursion over the tree passes
 * eval_stack_is_short(), so neither deep text nor deep calls overflow a stack. */
#ifndef LANG_EVAL_H
#define LANG_EVAL_H

#include "lang.h"

typedef enum Flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN } Flow;

/* One activation: a function's call, or a text's top level. */
typedef struct Frame {
    ArrState *state;
    Program *program;
    const AstFunction *function; /* NULL: the top level */
    Value *locals;               /* function->local_count of them */
    const Value *captures;       /* the function's cells */
    Value returned;              /* owned; set with FLOW_RETURN */
    Flow flow;                   /* how the last statement ended */
} Frame;

enum { EVAL_CALL_LIMIT = 1000 }; /* CPython's recursion limit */

/* --- eval.c: statements --------------------------------------------------- */

/* Runs a program's statements; echo: a last expression's repr is written. */
ArrStatus eval_program(ArrState *state, Program *program, bool echo);
ArrStatus eval_block(Frame *frame, const Ast *block);
ArrStatus eval_statement(Frame *frame, const Ast *ast);
/* A for statement over what its iterable gave. Takes iterable over. */
ArrStatus eval_for_over(Frame *frame, const Ast *ast, Value iterable);
/* The end of one round of a loop: the window may be cut, and Ctrl-C is heard. */
ArrStatus eval_back_edge(const Frame *frame);

/* --- eval_expression.c ---------------------------------------------------- */

ArrStatus eval_expression(Frame *frame, const Ast *ast, Value *result);
/* The truth of an expression. */
ArrStatus eval_condition(Frame *frame, const Ast *ast, bool *truth);

/* --- eval_name.c ---------------------------------------------------------- */

ArrStatus eval_load(Frame *frame, const Ast *name, Value *result);
/* Takes value's reference over. */
void eval_store(Frame *frame, const AstName *name, Value value);
/* del name */
ArrStatus eval_unset(Frame *frame, const Ast *name);

/* --- eval_assign.c -------------------------------------------------------- */

/* Borrows value. */
ArrStatus eval_assign(Frame *frame, const Ast *target, Value value);
ArrStatus eval_augmented(Frame *frame, const Ast *ast);
/* object[index] op= what ast says. */
ArrStatus eval_augment_item(Frame *frame, const Ast *ast, Value object, Value index);

ArrStatus eval_delete(Frame *frame, const Ast *ast);

/* --- eval_exception.c ----------------------------------------------------- */

ArrStatus eval_assert(Frame *frame, const Ast *ast);
ArrStatus eval_raise(Frame *frame, const Ast *ast);
ArrStatus eval_try(Frame *frame, const Ast *ast);
ArrStatus eval_with(Frame *frame, const Ast *ast);

/* --- eval_call.c ---------------------------------------------------------- */

ArrStatus eval_call(Frame *frame, const Ast *ast, Value *result);
/* callee(*values), the call at base.span. Takes the values over, and leaves VALUE_UNDEFINED. */
ArrStatus eval_call_taking(ArrState *state, Value callee, Value *values, const Span *spans,
                           int32_t count, Value *result);
/* The error leaves a function that was called at call, inside caller. */
void eval_note_call(Error *error, Span call, const AstFunction *caller);
/* Moves the locals that inner functions share into cells. */
ArrStatus eval_make_cells(ArrState *state, const AstFunction *function, Value *locals);

ArrStatus eval_fstring(Frame *frame, const Ast *ast, Value *result); /* eval_fstring.c */

/* --- eval_comprehension.c ------------------------------------------------- */

ArrStatus eval_comprehension(Frame *frame, const Ast *ast, Value *result);
ArrStatus eval_generator(Frame *frame, const Ast *ast, Value *result);

/* The function object of a def or lambda. */
ArrStatus eval_function(Frame *frame, const Ast *ast, Value *result);

/* --- the stack ------------------------------------------------------------ */

/* Too little of the stack is left to go deeper. */
static inline bool eval_stack_is_short(const ArrState *state) {
    return (char *)__builtin_frame_address(0) < state->stack_limit;
}
/* RecursionError at span. */
ArrStatus eval_stack_error(ArrState *state, Span span);

/* --- lists of values ------------------------------------------------------ */

/* Values on their way into a sequence or out of one. Few lie in small[]. */
typedef struct ValueBuffer {
    Value *items;
    int64_t count, capacity;
    Value small[8];
} ValueBuffer;

static inline void value_buffer_init(ValueBuffer *buffer) {
    buffer->items = buffer->small;
    buffer->count = 0;
    buffer->capacity = (int64_t)(sizeof buffer->small / sizeof buffer->small[0]);
}
/* Makes room for capacity values; only while the buffer is empty. */
ArrStatus value_buffer_reserve(ArrState *state, ValueBuffer *buffer, int64_t capacity);
/* Frees the room, and releases the values it still holds. */
void value_buffer_free(ArrState *state, ValueBuffer *buffer);
/* Evaluates every item of a list of expressions into an empty buffer. */
ArrStatus eval_items(Frame *frame, const AstSeq *list, ValueBuffer *buffer);

#endif
