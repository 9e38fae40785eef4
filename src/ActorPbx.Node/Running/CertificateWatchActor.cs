using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Running;

/// <summary>Looks at the certificate files now and then, so that a renewed certificate is shown without a restart. Connections that stand are not touched.</summary>
internal sealed class CertificateWatchActor : UntypedActor, IWithTimers
{
    private readonly Func<bool> _reload;
    private readonly TimeSpan _interval;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private string _said = "";

    /// <param name="reload">Reads the files again; true when something was new.</param>
    /// <param name="interval">Pause between two looks.</param>
    public CertificateWatchActor(Func<bool> reload, TimeSpan interval) => (_reload, _interval) = (reload, interval);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Key, Look.Instance, _interval);

    protected override void OnReceive(object message)
    {
        if (message is not Look)
        {
            Unhandled(message);
            return;
        }

        try
        {
            if (_reload())
            {
                _log.Info("TLS shows the certificates that were read just now");
            }

            _said = "";
        }
        catch (SipTransportException e)
        {
            // A certificate and its key are rarely written in one moment; what stays bad is said once.
            if (e.Message != _said)
            {
                _log.Warning("{0}; the certificates in use stay", e.Message);
                _said = e.Message;
            }
        }
    }

    private sealed class Look
    {
        public const string Key = "look";
        public static readonly Look Instance = new();
    }
}
