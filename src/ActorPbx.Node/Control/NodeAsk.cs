namespace ActorPbx.Node.Control;

/// <summary>Puts an operator's question to an actor of this node.</summary>
internal static class NodeAsk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="ControlRefusedException">There was no answer in time.</exception>
    public static async Task<T> AskAsync<T>(IActorRef actor, object question, CancellationToken cancellation)
    {
        try
        {
            return await actor.Ask<T>(question, Patience, cancellation);
        }
        catch (AskTimeoutException)
        {
            throw new ControlRefusedException(RefusalCode.Failed, "The node did not answer in time; it may be overloaded, try again.");
        }
    }
}
