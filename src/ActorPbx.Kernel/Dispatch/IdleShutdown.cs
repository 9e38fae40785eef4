namespace ActorPbx.Kernel.Dispatch;

/// <summary>Frees what a dispatcher holds when it has had no actors for its <c>shutdown-timeout</c>.</summary>
internal sealed class IdleShutdown(MessageDispatcher dispatcher, Action free)
{
    private int _looks; // how often the last actor has left since nobody looks whether the dispatcher is still needed

    /// <summary>An actor has left the dispatcher.</summary>
    public void ActorLeft()
    {
        if (dispatcher.Inhabitants == 0 && Interlocked.Increment(ref _looks) == 1)
        {
            LookLater();
        }
    }

    private void LookLater() => dispatcher.Configurator.Prerequisites.Scheduler.Advanced.ScheduleOnce(dispatcher.ShutdownTimeout, Look);

    private void Look()
    {
        if (Interlocked.Exchange(ref _looks, 1) > 1)
        {
            LookLater(); // the last actor has left again since, and the time begins anew
            return;
        }

        if (dispatcher.Inhabitants == 0)
        {
            free();
        }

        if (Interlocked.Exchange(ref _looks, 0) > 1)
        {
            ActorLeft();
        }
    }
}
