package org.vexhost.sandbox.codegen.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Moves tail calls out of code that catches exceptions. A tail call leaves the function first, so
 * the function must not catch exceptions of the callee. Such a call therefore becomes a branch,
 * with the arguments, to the end of the function, where the call is made.
 */
final class TailsOfTries {

    /** The maximum number of different calls: each needs a block around the function's body. */
    private static final int MAX_CALLED = 200;

    private static final byte I32 = (byte) ValueType.I32.code();

    /** The blocks after which the calls are made, by the called function. */
    private final Map<Called, Node> blocks = new LinkedHashMap<>();

    private final Map<Called, Node> calls = new LinkedHashMap<>();

    private record Called(int op, long first, int second) {}

    /** Returns a branch to the place where a call is made. */
    Node outside(Node call, FuncType type) throws InvalidModuleException {
        Called called = new Called(call.op, call.first, call.second);
        Node block = blocks.get(called);
        if (block == null) {
            if (blocks.size() == MAX_CALLED) {
                throw new InvalidModuleException(
                        Reason.NOT_COMPILABLE,
                        -1,
                        0,
                        "a function makes tail calls of more than %d others where it catches"
                                        .formatted(MAX_CALLED)
                                + " exceptions");
            }
            byte[] arguments = type.paramCodes();
            if (call.op == Op.RETURN_CALL_INDIRECT) {
                arguments = Arrays.copyOf(arguments, arguments.length + 1);
                arguments[arguments.length - 1] = I32;
            }
            block = Node.block(Op.BLOCK, Node.NO_TYPES, arguments, 0);
            block.after = arguments.length;
            blocks.put(called, block);
            call.after = -1;
            calls.put(called, call);
        }
        return Node.leave(block);
    }

    /** Adds the calls after the body of the function. */
    void place(Node root) {
        blocks.forEach(
                (called, block) -> {
                    root.body.add(Node.leave(root));
                    block.body = root.body;
                    root.body = new ArrayList<>(List.of(block, calls.get(called)));
                });
    }
}
