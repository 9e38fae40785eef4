namespace ActorPbx.Kernel.Actor;

/// <summary>Tells when the process is asked to end; disposed once nobody needs to know any more.</summary>
public interface ITerminationSignalHandler : IDisposable
{
    /// <summary>Calls the action when the process is asked to end, and lets it end when the action returns.</summary>
    void Register(Action onTerminationSignal);
}

/// <summary>Tells when the process ends by itself or by a signal.</summary>
internal sealed class ProcessExitHandler : ITerminationSignalHandler
{
    private Action? _onExit;

    public void Register(Action onTerminationSignal)
    {
        _onExit = onTerminationSignal;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    private void OnExit(object? sender, EventArgs e) => _onExit?.Invoke();

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= OnExit;
}
