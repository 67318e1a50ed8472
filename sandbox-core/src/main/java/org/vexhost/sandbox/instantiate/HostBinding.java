package org.vexhost.sandbox.instantiate;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.output.OutputTooLargeException;
import org.vexhost.sandbox.run.JobStoppedException;
import org.vexhost.sandbox.run.StopReason;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.sandbox.spi.GuestMemoryFault;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;

/**
 * Makes a host function callable from the engine. A binding is created once per tool. It finds the
 * state of the current call in the attachment of the guest's memory.
 */
final class HostBinding implements WasmFunctionHandle {

    private static final long[] NOTHING = {};

    private final HostModule<?>[] modules;
    private final int module;
    private final String name;
    private final Dependence dependence;
    private final HostFunction.Body<HostSession> body;
    private final boolean hasResult;

    @SuppressWarnings(
            "unchecked") // The functions of a module take the sessions that the module opens.
    HostBinding(HostModule<?>[] modules, int module, HostFunction<?> function) {
        this.modules = modules;
        this.module = module;
        this.name = function.name();
        this.dependence = function.dependence();
        this.body = (HostFunction.Body<HostSession>) function.body();
        this.hasResult = function.result().isPresent();
    }

    @Override
    public long[] apply(Instance instance, long... arguments) {
        FlatMemory flat = GuestInstance.memoryOf(instance);
        if (!(flat.attachment() instanceof GuestCall call)) {
            throw new IllegalStateException("guest has no call");
        }
        call.control().check();
        call.requireRepeatable(name, dependence);
        long result = invoke(call, flat, arguments);
        call.control().check();
        return hasResult ? new long[] {result} : NOTHING;
    }

    private long invoke(GuestCall call, FlatMemory flat, long[] arguments) {
        try {
            return body.call(call.session(module, modules), call.memory(flat), arguments);
        } catch (GuestMemoryFault e) {
            throw new GuestTrapException(TrapKind.MEMORY_OUT_OF_BOUNDS, e);
        } catch (GuestExitException
                | GuestTrapException
                | FuelExhaustedException
                | OutputTooLargeException
                | JobStoppedException e) {
            throw e;
        } catch (InterruptedException e) {
            call.control().check();
            // A host function may notice the deadline before the waiting caller does.
            throw new JobStoppedException(
                    call.deadline().isExpired() ? StopReason.DEADLINE : StopReason.CANCELLED);
        } catch (RuntimeException e) {
            throw new HostFailureException(name, e);
        }
    }
}
