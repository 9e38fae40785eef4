namespace ActorPbx.Rtp.Relay;

/// <summary>What the packets of a stream are.</summary>
public enum StreamKind
{
    /// <summary>RTP, secured or not, and RTCP beside it.</summary>
    Rtp,

    /// <summary>UDPTL: the fax of ITU-T T.38. Its packets bear a sequence number and nothing that names their sender.</summary>
    Udptl,
}
