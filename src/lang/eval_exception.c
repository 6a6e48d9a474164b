/* assert, raise, try and with.
 *
 * Statements only record work, so in a try body whatever may fail on data is
 * observed when it is recorded (graph.watched): errors come at the statement
 * that CPython would blame. Errors of what was recorded before the try belong
 * outside of it: they are waited for first. */
#include "eval.h"
#include "exception.h"
#include "numpy_print.h"
#include "warnings.h"

/* --- assert and raise -------------------------------------------------------- */

ArrStatus eval_assert(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    bool truth;
    Value message;
    ArrStatus status = eval_condition(frame, ast->a, &truth);
    if (status != ARR_OK || truth) return status;
    if (ast->b) status = eval_expression(frame, ast->b, &message);
    if (status != ARR_OK) return status;
    state->base.span = ast->a->span;
    if (!ast->b) return error_set(&state->base, ERROR_ASSERTION, "%s", "");
    status = exception_raise_about(state, ERROR_ASSERTION, message);
    value_release(state, message);
    return status;
}

/* raise alone: the error that is being handled goes on. */
static ArrStatus raise_again(ArrState *state) {
    if (!state->handling)
        return error_set(&state->base, ERROR_RUNTIME, "No active exception to reraise");
    return exception_again(state, state->handling);
}

ArrStatus eval_raise(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    Value exception, cause = value_undefined();
    if (ast->a) {
        ArrStatus status = eval_expression(frame, ast->a, &exception);
        if (status != ARR_OK) return status;
        if (ast->b) status = eval_expression(frame, ast->b, &cause);
        if (status == ARR_OK) {
            state->base.span = ast->span;
            status = exception_raise(state, exception, cause);
            value_release(state, cause);
        }
        value_release(state, exception);
        return status;
    }
    state->base.span = ast->span;
    return raise_again(state);
}

/* --- except ------------------------------------------------------------------- */

static ArrStatus matches(Frame *frame, const Ast *handler, ErrorClass class, bool *match) {
    ArrState *state = frame->state;
    Value type;
    *match = true;
    if (!handler->handler.type) return ARR_OK;
    ArrStatus status = eval_expression(frame, handler->handler.type, &type);
    if (status != ARR_OK) return status;
    state->base.span = handler->handler.type->span;
    status = exception_matches(state, class, type, match);
    value_release(state, type);
    return status;
}

/* The clause's name is unbound when it ends, however it ends. */
static ArrStatus run_handler(Frame *frame, const Ast *handler, Handling *handling) {
    const AstName *name = &handler->handler.name;
    if (!name->text.bytes) return eval_block(frame, handler->handler.body);
    Value exception;
    frame->state->base.span = handler->span;
    ArrStatus status = exception_of(frame->state, handling, &exception);
    if (status != ARR_OK) return status;
    value_retain(exception);
    eval_store(frame, name, exception);
    status = eval_block(frame, handler->handler.body);
    eval_store(frame, name, value_undefined());
    return status;
}

/* The state's error meets the except clauses. */
static __attribute__((noinline)) ArrStatus handle(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    const AstSeq *handlers = &ast->attempt.handlers;
    Handling handling;
    bool match = false;
    ArrStatus status = ARR_OK;
    exception_begin(state, &handling);
    for (int32_t i = 0; i < handlers->count && !match && status == ARR_OK; i++) {
        const Ast *handler = handlers->items[i];
        status = matches(frame, handler, handling.error.class, &match);
        if (status != ARR_OK || !match) continue;
        error_clear(&state->base);
        status = run_handler(frame, handler, &handling);
    }
    if (status == ARR_OK && !match) status = exception_again(state, &handling);
    exception_end(state, &handling);
    return status;
}

/* --- try ---------------------------------------------------------------------- */

/* From here on errors come at their statements; *before: whether they did already. */
static ArrStatus watch(ArrState *state, bool *before) {
    *before = state->graph.watched;
    ArrStatus status = *before ? ARR_OK : exec_observe(state->exec);
    if (status == ARR_OK) state->graph.watched = true;
    return status;
}

/* Work of a try body may lack memory only when it is run: that is the body's error, too, even
 * if it has returned already. */
static ArrStatus observe_shortage(Frame *frame) {
    ArrState *state = frame->state;
    ArrStatus status = exec_observe_shortage(state->exec);
    if (status == ARR_OK) return ARR_OK;
    value_release(state, frame->returned);
    frame->returned = value_none();
    frame->flow = FLOW_NEXT;
    return status;
}

static ArrStatus attempt(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    bool before;
    ArrStatus status = watch(state, &before);
    if (status != ARR_OK) return status;
    status = eval_block(frame, ast->attempt.body);
    if (status == ARR_OK && ast->attempt.handlers.count) status = observe_shortage(frame);
    state->graph.watched = before;
    if (status != ARR_OK) return ast->attempt.handlers.count ? handle(frame, ast) : status;
    if (!ast->attempt.orelse || frame->flow != FLOW_NEXT) return ARR_OK;
    return eval_block(frame, ast->attempt.orelse);
}

/* How the statement ended waits for the finally block, which may end otherwise. */
static __attribute__((noinline)) ArrStatus finish(Frame *frame, const Ast *ast, ArrStatus status) {
    ArrState *state = frame->state;
    Handling handling;
    Flow flow = frame->flow;
    Value returned = frame->returned;
    bool failed = status != ARR_OK;
    if (failed) {
        exception_begin(state, &handling);
        error_clear(&state->base);
    }
    frame->flow = FLOW_NEXT;
    frame->returned = value_none();
    status = eval_block(frame, ast->attempt.final);
    if (status == ARR_OK && frame->flow == FLOW_NEXT) {
        frame->flow = flow;
        frame->returned = returned;
        if (failed) status = exception_again(state, &handling);
    } else {
        value_release(state, returned);
    }
    if (failed) exception_end(state, &handling);
    return status;
}

/* With a finally block, all that comes before it is observed before it runs. */
ArrStatus eval_try(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    if (eval_stack_is_short(state)) return eval_stack_error(state, ast->span);
    if (!ast->attempt.final) return attempt(frame, ast);
    bool before;
    ArrStatus status = watch(state, &before);
    if (status != ARR_OK) return status;
    status = attempt(frame, ast);
    state->graph.watched = before;
    return finish(frame, ast, status);
}

/* --- with ---------------------------------------------------------------------- */

/* What a context sets is set back however the body ends. */
ArrStatus eval_with(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    const AstName *name = &ast->handler.name;
    WarningSettings before;
    PrintContext printing;
    Value context, named = value_none();
    if (eval_stack_is_short(state)) return eval_stack_error(state, ast->span);
    ArrStatus status = eval_expression(frame, ast->handler.type, &context);
    if (status != ARR_OK) return status;
    state->base.span = ast->handler.type->span;
    status = print_context_enter(state, context, &printing, &named);
    if (status == ARR_OK && !printing.entered) status = warnings_enter(state, context, &before);
    value_release(state, context);
    if (status != ARR_OK) return status;
    if (name->text.bytes) eval_store(frame, name, named);
    else value_release(state, named);
    status = eval_block(frame, ast->handler.body);
    if (printing.entered) print_context_leave(state, &printing);
    else warnings_leave(state, &before);
    return status;
}
