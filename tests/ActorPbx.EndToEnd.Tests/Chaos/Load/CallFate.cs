namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>How a call stands at one of its phones.</summary>
internal enum CallFate
{
    /// <summary>Not answered yet.</summary>
    Trying,

    /// <summary>The INVITE had a final answer other than success.</summary>
    Refused,

    /// <summary>The INVITE had no final answer in time.</summary>
    Silent,

    /// <summary>People talk.</summary>
    Established,

    /// <summary>This phone hung up, and its BYE was answered 200.</summary>
    HungUp,

    /// <summary>The BYE came from the other side.</summary>
    WasHungUp,

    /// <summary>This phone hung up, and its BYE was answered otherwise, or not at all.</summary>
    Broken,
}
