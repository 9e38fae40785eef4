namespace ActorPbx.Sip.Transport;

/// <summary>
/// Runs what a few messages set going on the thread that read them, when no others wait there: to wake another thread costs a quiet server more than most
/// of what it does for a message.
/// </summary>
public interface IMessageWork
{
    /// <summary>From now on what the present thread sets going is held back for it, until that was run.</summary>
    IHeldWork Hold();
}

/// <summary>What messages set going on the thread that read them.</summary>
public interface IHeldWork
{
    /// <summary>Runs it on the present thread, which held it back, with all that it sets going. Nothing is held back any longer.</summary>
    void Run();

    /// <summary>Called by another thread when a piece of it keeps the thread for too long: the rest, and what that piece sets going yet, runs elsewhere.</summary>
    void HandOver();
}
