namespace ActorPbx.Sip.Transport;

/// <summary>
/// Runs what a message sets going on the thread that read it, when no other message waits there: to wake another thread costs a quiet server more than most
/// of what it does for a message.
/// </summary>
public interface IMessageWork
{
    /// <summary>From now on what the present thread sets going is held back for it.</summary>
    void Hold();

    /// <summary>Runs what was held back, and what that sets going. Nothing is held back any longer.</summary>
    void Run();
}
