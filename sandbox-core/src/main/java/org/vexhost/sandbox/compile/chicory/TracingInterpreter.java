package org.vexhost.sandbox.compile.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestTrace;

/** Chicory's interpreter, extended to record the functions that a trap leaves. */
public final class TracingInterpreter extends InterpreterMachine {

    private final Instance guest;

    public TracingInterpreter(Instance guest) {
        super(guest);
        this.guest = guest;
    }

    @Override
    protected long[] call(
            MStack stack,
            Instance instance,
            Deque<StackFrame> callStack,
            int function,
            long[] arguments,
            FunctionType callType,
            boolean popResults) {
        try {
            return super.call(
                    stack, instance, callStack, function, arguments, callType, popResults);
        } catch (Throwable e) {
            leaves(e, function);
            throw e;
        }
    }

    private void leaves(Throwable thrown, int function) {
        FlatMemory memory = (FlatMemory) guest.memory();
        if (memory.trace == null && GuestTrace.of(thrown) != null) {
            memory.trace = new GuestTrace();
        }
        if (memory.trace != null) {
            memory.trace.add(function);
        }
    }
}
