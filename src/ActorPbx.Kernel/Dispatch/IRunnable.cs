namespace ActorPbx.Kernel.Dispatch;

/// <summary>A piece of work for a dispatcher.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>Does the work.</summary>
    void Run();
}

/// <summary>An action as a piece of work.</summary>
public sealed class ActionRunnable(Action action) : IRunnable
{
    /// <inheritdoc />
    public void Run() => action();

    /// <inheritdoc />
    public void Execute() => action();
}
