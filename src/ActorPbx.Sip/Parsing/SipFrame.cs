namespace ActorPbx.Sip.Parsing;

/// <summary>What a stream's next bytes turned out to be.</summary>
public enum SipFrame
{
    /// <summary>Nothing whole yet; feed more.</summary>
    Incomplete,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A message that gets the error's response, if it allows one; the stream goes on after it.</summary>
    Faulty,

    /// <summary>CRLF CRLF between messages: answer with CRLF (RFC 5626 §4.4.1).</summary>
    Ping,

    /// <summary>The end of this message cannot be known: answer if the error allows it, then close.</summary>
    Broken,
}
