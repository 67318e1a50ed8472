package org.vexhost.loader.deploy;

import java.util.Optional;
import org.vexhost.loader.deploy.ToolBundles.Lasting;
import org.vexhost.loader.registry.ServedTool;

/**
 * Takes tools out of service and brings them back, as operators say. Confined to the control
 * thread.
 */
final class Switches {

    private final Slots slots;
    private final HostState state;
    private final Bundling bundling;
    private final Board board;
    private final Drains drains;
    private final Deployments deployments;

    Switches(
            Slots slots,
            HostState state,
            Bundling bundling,
            Board board,
            Drains drains,
            Deployments deployments) {
        this.slots = slots;
        this.state = state;
        this.bundling = bundling;
        this.board = board;
        this.drains = drains;
        this.deployments = deployments;
    }

    /**
     * Takes a tool out of service, and ends its calls. One that is out of service until the host
     * ends can be taken out for longer.
     */
    void disable(String name, String why, Lasting lasting) {
        if (state.isDisabled(name, lasting)) {
            return;
        }
        boolean served = state.disabled(name).isEmpty();
        state.disable(name, why, lasting);
        bundling.follow(name);
        Optional<Slot> slot = slots.deployed(name);
        if (slot.isPresent() && !served) {
            board.show(slot.get());
        } else if (slot.isPresent()) {
            Optional<ServedTool> serving = slot.get().current.map(Version::served);
            board.show(slot.get());
            slot.get().current.ifPresent(Version::renew);
            serving.ifPresent(version -> drains.drain(version, () -> {}));
        }
    }

    /** Brings a tool back into service. */
    void enable(String name) {
        if (state.disabled(name).isEmpty()) {
            return;
        }
        state.enable(name);
        bundling.follow(name);
        Optional<Slot> slot = slots.deployed(name);
        if (slot.isPresent()) {
            deployments.reconsider(slot.get());
        }
    }

    /** Whether a restart will know of it; writes it again where it could not be written before. */
    boolean isKept() {
        return state.keep();
    }
}
