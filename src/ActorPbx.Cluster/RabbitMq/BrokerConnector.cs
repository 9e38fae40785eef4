using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Opens connections to the brokers in turn, with TLS where the URI says so. Certificates are read anew each time, since they are renewed while a node runs.</summary>
internal sealed class BrokerConnector(RabbitMqSettings settings)
{
    private const int TcpLevel = 6; // IPPROTO_TCP
    private const int UserTimeout = 18; // TCP_USER_TIMEOUT

    private int _current;

    /// <summary>The broker that is tried now.</summary>
    public Uri Current => new(settings.Uris[_current]);

    /// <summary>Goes on to the next broker.</summary>
    public void Advance() => _current = (_current + 1) % settings.Uris.Length;

    /// <summary>Connects to the current broker.</summary>
    public Task<IConnection> ConnectAsync(string name, CancellationToken stop)
    {
        var factory = new ConnectionFactory
        {
            Uri = Current,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            SocketFactory = NewSocket,
            RequestedHeartbeat = settings.Heartbeat,
            RequestedConnectionTimeout = settings.ConnectTimeout,
            HandshakeContinuationTimeout = settings.ConnectTimeout,
            SocketReadTimeout = settings.ConnectTimeout,
            SocketWriteTimeout = 2 * settings.Heartbeat,
            ContinuationTimeout = TimeSpan.FromSeconds(10),
        };
        if (settings.User.Length > 0)
            (factory.UserName, factory.Password) = (settings.User, settings.Password);
        else
            factory.AuthMechanisms = [new ExternalMechanismFactory()];
        if (factory.Ssl.Enabled)
            Secure(factory.Ssl);
        return factory.CreateConnectionAsync(stop);
    }

    // The client counts missing heartbeats nine times over, and what waits for a cut line is sent again ever more rarely, up to minutes apart: the kernel is asked to
    // give up a connection on which nothing was acknowledged for two heartbeats (RFC 5482).
    private TcpClientAdapter NewSocket(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (OperatingSystem.IsLinux())
        {
            var milliseconds = (int)(2 * settings.Heartbeat).TotalMilliseconds;
            socket.SetRawSocketOption(TcpLevel, UserTimeout, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in milliseconds)));
        }

        return new TcpClientAdapter(socket);
    }

    private void Secure(SslOption tls)
    {
        if (settings.Certificate.Length > 0)
        {
            var own = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.PrivateKey);
            tls.Certs = new X509CertificateCollection { own };
            tls.CertificateSelectionCallback = (_, _, _, _, _) => own;
        }

        if (settings.Authorities.Length == 0)
            return;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(settings.Authorities);
        tls.CertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, authorities);
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is not X509Certificate2 broker || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(broker);
    }
}
