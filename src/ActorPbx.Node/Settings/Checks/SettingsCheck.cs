using System.Text;
using ActorPbx.Node.Control;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for the values of a configuration, beyond the type of each.</summary>
internal sealed class SettingsCheck(ConfigurationTree tree, NodeConfiguration settings, NodePaths paths)
{
    private const int LeastMediaPorts = 4; // RTP and RTCP towards both sides of one stream

    private readonly List<ConfigurationProblem> _problems = [];

    public IReadOnlyList<ConfigurationProblem> Problems()
    {
        CheckNode();
        CheckLog();
        CheckMedia();
        CheckStorage(settings.Storage);
        CheckTimers(settings.Sip.Timers);
        CheckLimits(settings.Sip.Limits);
        CheckAuthentication(settings.Sip.Authentication);
        _problems.AddRange(new ProtectionCheck(tree, settings.Sip.Protection).Problems());
        foreach (var (name, domain) in settings.Domains)
        {
            CheckDomain($"domains.\"{name}\"", domain);
        }

        return _problems;
    }

    private void CheckNode()
    {
        Require(settings.Node.DrainTimeout >= TimeSpan.Zero, "node.drain-timeout", "must not be negative; 0 ends all calls at once.");
        Require(File.Exists(paths.DataDirectory) is false, "node.data-directory", $"{paths.DataDirectory} is a file; name a directory.");
        Require(
            Encoding.UTF8.GetByteCount(paths.ControlSocket) <= ControlProtocol.MaxSocketPathBytes,
            settings.Node.ControlSocket.Length == 0 ? "node.data-directory" : "node.control-socket",
            $"the control socket {paths.ControlSocket} is longer than {ControlProtocol.MaxSocketPathBytes} bytes; set node.control-socket to a shorter path.");
    }

    private void CheckLog()
    {
        Require(settings.Log.FileSize >= 64 * 1024, "log.file-size", "must be at least 64 KiB.");
        Require(settings.Log.FilesKept is >= 0 and <= 1000, "log.files-kept", "must be from 0 to 1000.");
    }

    private void CheckMedia()
    {
        var media = settings.Media;
        Require(media.PortMin is >= 1024 and <= 65535, "media.port-min", "must be from 1024 to 65535.");
        Require(media.PortMax is >= 1024 and <= 65535, "media.port-max", "must be from 1024 to 65535.");
        Require(
            media.PortMax - media.PortMin + 1 >= LeastMediaPorts,
            "media.port-max",
            $"{media.PortMin} to {media.PortMax} is no room for a call; a two-way audio call takes {LeastMediaPorts} ports.");
        for (var i = 0; i < settings.Sip.Listen.Length; i++)
        {
            var port = ListenerAddresses.PortOf(settings.Sip.Listen[i]);
            Require(
                settings.Sip.Listen[i].Transport != ListenerTransport.Udp || port < media.PortMin || port > media.PortMax,
                $"sip.listen.{i}",
                $"port {port} lies among the media ports, {media.PortMin} to {media.PortMax}; move it, or set media.port-min and port-max.");
        }

        foreach (var address in media.Addresses)
        {
            Require(ListenerAddresses.TryParse(address, out _), "media.addresses", $"\"{address}\" is no IP address.");
        }

        Positive(media.LearningWindow, "media.learning-window");
        Require(media.SilenceTimeout >= TimeSpan.Zero, "media.silence-timeout", "must not be negative; 0 is never.");
        Require(media.Dscp is >= 0 and <= 63, "media.dscp", "must be from 0 to 63.");
    }

    private void CheckStorage(StorageSection storage)
    {
        Require(storage.LockTimeout >= TimeSpan.Zero, "storage.lock-timeout", "must not be negative.");
        AtLeastOne(storage.Attempts, "storage.attempts");
        Positive(storage.RetryInterval, "storage.retry-interval");
        AtLeastOne(storage.QueueLimit, "storage.queue-limit");
    }

    private void CheckTimers(TimerSettings timers)
    {
        Positive(timers.T1, "sip.timers.t1");
        Require(timers.T2 >= timers.T1, "sip.timers.t2", "must not be below t1.");
        Positive(timers.T4, "sip.timers.t4");
    }

    private void CheckLimits(LimitSettings limits)
    {
        // RFC 3261 §18.1.1: a server must take messages of up to 65,535 bytes; smaller limits are the administrator's choice, but calls need room.
        Require(limits.MaxMessageBytes is >= 4096 and <= 1 << 20, "sip.limits.max-message-bytes", "must be from 4096 to 1048576.");
        Require(limits.MaxHeaders is >= 20 and <= 10_000, "sip.limits.max-headers", "must be from 20 to 10000.");
        AtLeastOne(limits.MaxTransactions, "sip.limits.max-transactions");
        AtLeastOne(limits.MaxCalls, "sip.limits.max-calls");
        AtLeastOne(limits.MaxConnections, "sip.limits.max-connections");
        AtLeastOne(limits.MaxConnectionsPerSource, "sip.limits.max-connections-per-source");
        Positive(limits.MessageDeadline, "sip.limits.message-deadline");
        Positive(limits.IdleTimeout, "sip.limits.idle-timeout");
        Positive(limits.WriteTimeout, "sip.limits.write-timeout");
    }

    private void CheckAuthentication(AuthenticationSettings authentication)
    {
        Positive(authentication.NonceLifetime, "sip.authentication.nonce-lifetime");
    }

    private void CheckDomain(string path, DomainSettings domain)
    {
        var registration = domain.Registration;
        Positive(registration.MinExpiry, $"{path}.registration.min-expiry");
        Require(registration.MaxExpiry >= registration.MinExpiry, $"{path}.registration.max-expiry", "must not be below min-expiry.");
        Require(
            registration.MaxExpiry < registration.MinExpiry || registration.DefaultExpiry >= registration.MinExpiry && registration.DefaultExpiry <= registration.MaxExpiry,
            $"{path}.registration.default-expiry",
            "must be between min-expiry and max-expiry.");
        Positive(domain.Calls.NoAnswer, $"{path}.calls.no-answer");
        Positive(domain.Calls.MaxDuration, $"{path}.calls.max-duration");
        Require(domain.Calls.PhoneWait >= TimeSpan.Zero && domain.Calls.PhoneWait <= TimeSpan.FromMinutes(1), $"{path}.calls.phone-wait", "must be between 0 seconds and a minute.");
        // RFC 4028 §5: 90 seconds is the least that anybody may ask for.
        Require(domain.Calls.MinSessionInterval >= TimeSpan.FromSeconds(90), $"{path}.calls.min-session-interval", "must be at least 90 seconds.");
        Require(domain.Calls.SessionInterval >= domain.Calls.MinSessionInterval, $"{path}.calls.session-interval", "must not be below min-session-interval.");
    }

    private void Positive(TimeSpan value, string path) => Require(value > TimeSpan.Zero, path, "must be longer than nothing.");

    private void AtLeastOne(int value, string path) => Require(value >= 1, path, "must be at least 1.");

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            _problems.Add(tree.Problem(path, message));
        }
    }
}
