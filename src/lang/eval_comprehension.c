/* Comprehensions and generator expressions. Both run the same steps: from one
 * element to the next through the loops and conditions, with the iterators of
 * the open loops side by side instead of on the C stack. So a generator is the
 * same thing with its frame on the heap, and goes on where it stopped. */
#include "code.h"
#include "dict.h"

#include <string.h>

typedef struct Comprehension {
    Frame frame;
    const AstComprehension *ast;
    Iterator *iterators; /* ast->for_count of them; the first open ones are at work */
    int32_t open;
    int32_t at; /* the clause of the innermost of these */
} Comprehension;

/* --- frames ------------------------------------------------------------------ */

/* Locals, captured cells and iterators, in one block. */
static size_t room_size(const AstComprehension *ast) {
    const AstFunction *function = ast->function;
    return ((size_t)function->local_count + (size_t)function->capture_count) * sizeof(Value) +
           (size_t)ast->for_count * sizeof(Iterator);
}

static void capture_cells(const Frame *outer, const AstFunction *function, Value *captures) {
    for (int32_t i = 0; i < function->capture_count; i++) {
        const struct AstCapture *capture = &function->captures[i];
        captures[i] = capture->place == NAME_CELL ? outer->locals[capture->slot]
                                                  : outer->captures[capture->slot];
        value_retain(captures[i]);
    }
}

static void comprehension_end(Comprehension *c) {
    ArrState *state = c->frame.state;
    const AstFunction *function = c->ast->function;
    while (c->open) iterator_end(state, &c->iterators[--c->open]);
    for (int32_t i = 0; i < function->local_count + function->capture_count; i++) {
        Value value = c->frame.locals[i];
        c->frame.locals[i] = value_undefined();
        value_release(state, value);
    }
}

/* The first iterable is the outer code's. room is not initialised. */
static ArrStatus comprehension_begin(Frame *outer, const AstComprehension *ast, void *room,
                                     Comprehension *c) {
    ArrState *state = outer->state;
    const AstFunction *function = ast->function;
    Value iterable, *locals = memset(room, 0, room_size(ast));
    *c = (Comprehension){.frame = {.state = state,
                                   .program = outer->program,
                                   .function = function,
                                   .locals = locals,
                                   .captures = locals + function->local_count,
                                   .returned = value_none()},
                         .ast = ast};
    c->iterators = (Iterator *)(void *)(locals + function->local_count + function->capture_count);
    ArrStatus status = eval_expression(outer, ast->clauses[0].value, &iterable);
    if (status != ARR_OK) return status;
    state->base.span = ast->clauses[0].value->span;
    status = iterator_begin(state, iterable, &c->iterators[0]);
    value_release(state, iterable);
    if (status != ARR_OK) return status;
    c->open = 1;
    capture_cells(outer, function, locals + function->local_count);
    status = eval_make_cells(state, function, locals);
    if (status != ARR_OK) comprehension_end(c);
    return status;
}

/* --- steps ---------------------------------------------------------------------- */

/* The clauses behind a for that has a new item: the conditions up to the next
 * for, which is opened. *passed: all hold. */
static ArrStatus go_in(Comprehension *c, bool *passed) {
    const AstComprehension *ast = c->ast;
    ArrState *state = c->frame.state;
    ArrStatus status = ARR_OK;
    *passed = true;
    int32_t next = c->at + 1;
    for (; *passed && next < ast->count && !ast->clauses[next].target; next++) {
        status = eval_condition(&c->frame, ast->clauses[next].value, passed);
        if (status != ARR_OK) return status;
    }
    if (!*passed) return ARR_OK;
    if (next == ast->count) return ARR_OK;
    Value iterable;
    status = eval_expression(&c->frame, ast->clauses[next].value, &iterable);
    if (status != ARR_OK) return status;
    state->base.span = ast->clauses[next].value->span;
    status = iterator_begin(state, iterable, &c->iterators[c->open]);
    value_release(state, iterable);
    if (status != ARR_OK) return status;
    c->open++;
    c->at = next;
    *passed = false; /* it has no item yet */
    return ARR_OK;
}

/* The innermost loop has ended: back to the one around it. */
static void go_out(Comprehension *c) {
    iterator_end(c->frame.state, &c->iterators[--c->open]);
    if (!c->open) return;
    do c->at--;
    while (!c->ast->clauses[c->at].target);
}

/* Binds the names for the next element. *more: there is one. */
static ArrStatus comprehension_next(Comprehension *c, bool *more) {
    ArrState *state = c->frame.state;
    for (*more = false; !*more && c->open;) {
        const AstClause *clause = &c->ast->clauses[c->at];
        Value item;
        if (base_is_interrupted(&state->base)) {
            ArrStatus status = base_check_interrupt(&state->base);
            if (status != ARR_OK) return status;
        }
        state->base.span = clause->value->span;
        ArrStatus status = iterator_next(state, &c->iterators[c->open - 1], &item);
        if (status != ARR_OK) return status;
        if (item.kind == VALUE_UNDEFINED) {
            go_out(c);
            continue;
        }
        status = eval_assign(&c->frame, clause->target, item);
        value_release(state, item);
        if (status == ARR_OK) status = go_in(c, more);
        if (status != ARR_OK) return status;
    }
    return ARR_OK;
}

/* --- lists and dicts --------------------------------------------------------------- */

enum { FEW_VALUES = 12 }; /* frames up to this size take no memory from the heap */

static ArrStatus add_element(Comprehension *c, Value result) {
    ArrState *state = c->frame.state;
    Value element, value = value_undefined();
    ArrStatus status = eval_expression(&c->frame, c->ast->element, &element);
    if (status != ARR_OK) return status;
    if (c->ast->value) status = eval_expression(&c->frame, c->ast->value, &value);
    if (status == ARR_OK) {
        state->base.span = c->ast->element->span;
        status = result.kind == VALUE_DICT ? dict_set(state, result, element, value)
                                           : list_append(state, result, element);
    }
    value_release(state, element);
    value_release(state, value);
    return status;
}

static ArrStatus run(Frame *frame, const AstComprehension *ast, void *room, Value result) {
    Comprehension c;
    ArrStatus status = comprehension_begin(frame, ast, room, &c);
    if (status != ARR_OK) return status;
    bool more;
    while ((status = comprehension_next(&c, &more)) == ARR_OK && more) {
        status = add_element(&c, result);
        if (status == ARR_OK) status = eval_back_edge(&c.frame);
        if (status != ARR_OK) break;
    }
    comprehension_end(&c);
    return status;
}

/* The same by code. Errors and calls happen in the function around it. */
static ArrStatus run_code(Frame *outer, const AstComprehension *ast, const Code *code, Value list) {
    ArrState *state = outer->state;
    const AstFunction *function = ast->function;
    int32_t count = code->window + function->capture_count;
    Value iterable, *captures, *window; /* called functions lie behind the window */
    ArrStatus status = eval_expression(outer, ast->clauses[0].value, &iterable);
    if (status != ARR_OK) return status;
    captures = code_window(state, count);
    if (!captures) {
        value_release(state, iterable);
        return ARR_MEMORY;
    }
    window = captures + function->capture_count;
    Frame frame = {.state = state,
                   .program = outer->program,
                   .function = outer->function,
                   .locals = window,
                   .captures = captures,
                   .returned = value_none()};
    capture_cells(outer, function, captures);
    status = eval_make_cells(state, function, window);
    value_retain(list);
    window[code->locals] = list;
    window[code->locals + 1] = iterable;
    if (status == ARR_OK) status = code_run(&frame, code);
    code_window_end(state, captures, count);
    return status;
}

ArrStatus eval_comprehension(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    const AstComprehension *comprehension = ast->comprehension;
    Value made, few[FEW_VALUES];
    state->base.span = ast->span;
    ArrStatus status = ast->kind == AST_DICT_COMPREHENSION
                           ? dict_new(state, &made)
                           : sequence_new(state, VALUE_LIST, NULL, 0, &made);
    if (status != ARR_OK) return status;
    const Code *code = made.kind == VALUE_LIST && !state->immediate_errors
                           ? code_of_comprehension(frame->program, comprehension)
                           : NULL;
    size_t size = room_size(comprehension);
    void *room = size <= sizeof few || code ? few : heap_alloc(&state->base.heap, size);
    if (code) status = run_code(frame, comprehension, code, made);
    else if (room) status = run(frame, comprehension, room, made);
    else status = error_memory(&state->base, (int64_t)size, "a comprehension");
    if (room && room != few) heap_free(&state->base.heap, room, size);
    if (status == ARR_OK) *result = made;
    else value_release(state, made);
    return status;
}

/* --- generators ---------------------------------------------------------------------- */

typedef struct Generator {
    IteratorObject head;
    Comprehension run; /* its frame's locals: NULL when the generator has ended */
    bool running, begun;
} Generator;

static void generator_clear(ArrState *state, Object *object) {
    Generator *generator = (Generator *)(void *)object;
    Value *room = generator->run.frame.locals;
    if (!room || generator->running) return;
    comprehension_end(&generator->run);
    generator->run.frame.locals = NULL;
    heap_free(&state->base.heap, room, room_size(generator->run.ast));
    program_release(generator->run.frame.program);
}

static ArrStatus generator_step(Generator *generator, Value *result) {
    Comprehension *c = &generator->run;
    bool more;
    ArrStatus status = generator->begun ? eval_back_edge(&c->frame) : ARR_OK;
    generator->begun = true;
    if (status == ARR_OK) status = comprehension_next(c, &more);
    if (status != ARR_OK) return status;
    if (more) return eval_expression(&c->frame, c->ast->element, result);
    *result = value_undefined();
    return ARR_OK;
}

static ArrStatus generator_next(ArrState *state, Value self, Value *result) {
    Generator *generator = VALUE_AS(Generator, self);
    *result = value_undefined();
    if (generator->running)
        return error_set(&state->base, ERROR_VALUE, "generator already executing");
    if (!generator->run.frame.locals) return ARR_OK;
    Span span = state->base.span;
    if (eval_stack_is_short(state)) return eval_stack_error(state, span);
    generator->running = true;
    ArrStatus status = generator_step(generator, result);
    generator->running = false;
    if (status != ARR_OK || result->kind == VALUE_UNDEFINED)
        generator_clear(state, &generator->head.head);
    if (status == ARR_OK) state->base.span = span;
    return status;
}

static const IteratorClass generator_class = {"generator", sizeof(Generator), generator_next,
                                              generator_clear};

ArrStatus eval_generator(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    const AstComprehension *comprehension = ast->comprehension;
    state->base.span = ast->span;
    Generator *generator = iterator_new(state, &generator_class);
    if (!generator) return ARR_MEMORY;
    size_t size = room_size(comprehension);
    void *room = heap_alloc(&state->base.heap, size);
    ArrStatus status = room ? comprehension_begin(frame, comprehension, room, &generator->run)
                            : error_memory(&state->base, (int64_t)size, "a generator");
    if (status == ARR_OK) {
        generator->run.frame.program->refs++;
        *result = value_object(&generator->head.head);
        return ARR_OK;
    }
    generator->run.frame.locals = NULL;
    if (room) heap_free(&state->base.heap, room, size);
    value_release(state, value_object(&generator->head.head));
    return status;
}
