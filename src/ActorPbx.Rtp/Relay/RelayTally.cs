namespace ActorPbx.Rtp.Relay;

/// <summary>The engine's running totals; written by its thread alone.</summary>
internal struct RelayTally
{
    public long Received;
    public long Sent;
    public long Rejected;
    public long Unsent;
}
