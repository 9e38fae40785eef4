using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Transport;
using Microsoft.Extensions.Logging;
using SipClientCertificates = ActorPbx.Sip.Transport.ClientCertificates;

namespace ActorPbx.Node.Running;

/// <summary>The certificates of the TLS listeners, those that the configuration names and a self-signed one where it names none, and whom the exchange trusts.</summary>
internal static class NodeTls
{
    public static TlsOptions Options(LoadedConfiguration configuration, TimeProvider clock, ILogger log)
    {
        var tls = configuration.Settings.Sip.Tls;
        var outgoing = new TlsOptions { ServerAuthoritiesFile = File(tls.Authorities, configuration), WildcardNames = tls.WildcardNames };
        var listeners = configuration.Settings.Sip.Listen.Where(l => l.Transport == ListenerTransport.Tls).ToArray();
        if (listeners.Length == 0)
        {
            return outgoing;
        }

        var first = listeners[0];
        return outgoing with
        {
            Certificates = [.. listeners.Select(l => Files(l, configuration, clock, log)).Distinct()],
            ClientAuthoritiesFile = File(first.ClientAuthorities, configuration),
            ClientCertificates = first.ClientCertificates switch
            {
                Pbx.Settings.ClientCertificates.None => SipClientCertificates.NotAsked,
                Pbx.Settings.ClientCertificates.Optional => SipClientCertificates.Optional,
                Pbx.Settings.ClientCertificates.Required => SipClientCertificates.Required,
                _ => throw new ArgumentOutOfRangeException(nameof(configuration), first.ClientCertificates, "An unknown demand."),
            },
        };
    }

    /// <summary>Has the certificate files looked at, as often as the configuration wants it.</summary>
    public static void Watch(ActorSystem system, Exchange exchange, TlsSettings settings)
    {
        if (settings.CertificateCheck > TimeSpan.Zero)
        {
            var interval = settings.CertificateCheck;
            system.ActorOf(Props.Create(() => new CertificateWatchActor(exchange.ReloadCertificates, interval)), "certificates");
        }
    }

    private static string? File(string name, LoadedConfiguration configuration) =>
        name.Length == 0 ? null : Path.GetFullPath(name, configuration.Paths.BaseDirectory);

    private static TlsCertificateFiles Files(ListenerSettings listener, LoadedConfiguration configuration, TimeProvider clock, ILogger log)
    {
        var folder = configuration.Paths.BaseDirectory;
        if (listener.Certificate.Length > 0)
        {
            return new TlsCertificateFiles(Path.GetFullPath(listener.Certificate, folder), Path.GetFullPath(listener.PrivateKey, folder));
        }

        var own = SelfSignedCertificate.Ensure(configuration.Paths.DataDirectory, configuration.Settings.Domains.Keys, clock);
        if (own.IsNew)
        {
            log.LogWarning("TLS has no certificate, so a self-signed one was made: {Certificate}; phones that check certificates need it, or name one with sip.listen's certificate and private-key", own.CertificateFile);
        }

        return new TlsCertificateFiles(own.CertificateFile, own.KeyFile);
    }
}
