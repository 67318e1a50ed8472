package org.vexhost.ssh;

import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/**
 * Creates connections that end if their client sends many messages before it has signed in. The
 * host answers most messages, and would otherwise keep any number of answers that the client does
 * not read.
 */
final class SshConnections extends SessionFactory {

    /** A client that signs in needs about 15, and a few more for each key that it offers. */
    static final int MAX_MESSAGES = 100;

    SshConnections(ServerFactoryManager server) {
        super(server);
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession client) throws Exception {
        return new Limited(getServer(), client);
    }

    private static final class Limited extends ServerSessionImpl {

        /** Used by the thread that reads, of which there is one at a time. */
        private int messages;

        Limited(ServerFactoryManager server, IoSession client) throws Exception {
            super(server, client);
        }

        @Override
        protected void handleMessage(Buffer message) throws Exception {
            if (!isAuthenticated() && ++messages > MAX_MESSAGES) {
                var ignored = close(true);
                return;
            }
            super.handleMessage(message);
        }
    }
}
