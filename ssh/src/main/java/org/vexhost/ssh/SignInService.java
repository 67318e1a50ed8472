package org.vexhost.ssh;

import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/** Signs a client in, and counts what it tries. */
final class SignInService extends ServerUserAuthService {

    /** Asks which methods there are. Clients begin with it. */
    private static final String NO_METHOD = "none";

    /** A request begins with the user, the service, and the method. */
    private static final int FIELDS = 3;

    private final SignIns signIns;
    private String method = "";

    private SignInService(Session session, SignIns signIns) throws IOException {
        super(session);
        this.signIns = signIns;
    }

    /** Returns a factory of this service. */
    static ServerUserAuthServiceFactory factory(SignIns signIns) {
        return new ServerUserAuthServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                return new SignInService(session, signIns);
            }
        };
    }

    @Override
    public synchronized void process(int command, Buffer buffer) throws Exception {
        if (command == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
            Buffer copy = new ByteArrayBuffer(buffer.getCompactData());
            for (int i = 0; i < FIELDS; i++) {
                method = copy.getString();
            }
        }
        super.process(command, buffer);
    }

    @Override
    protected void handleAuthenticationFailure(int command, Buffer buffer) throws Exception {
        if (method.equals(NO_METHOD) || signIns.mayTryAgain(getSession())) {
            super.handleAuthenticationFailure(command, buffer);
        }
    }
}
