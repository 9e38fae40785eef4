using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ActorPbx.Domain;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Registration;

/// <summary>
/// Temporary GRUUs of a domain's devices (RFC 5627 §3.1.2): addresses that show neither number nor device, each REGISTER gets new ones, and they lead there as
/// long as the device registers with the same Call-ID. What they stand for is sealed into them, so that nothing needs to be remembered.
/// </summary>
public sealed class TempGruus
{
    private const string Mark = "tgruu.";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int CallMarkBytes = 6;
    private const char Separator = '\n';

    private readonly byte[] _key;

    private TempGruus(byte[] key) => _key = key;

    /// <summary>Those of a domain.</summary>
    /// <param name="secret">What the key is made from, alike on all nodes that serve the domain; empty: a random key for this start.</param>
    /// <param name="domain">The domain.</param>
    public static TempGruus Of(string secret, DomainName domain) => new(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret.Length == 0 ? RandomNumberGenerator.GetBytes(32) : Encoding.UTF8.GetBytes(secret), 32, info: Encoding.UTF8.GetBytes($"temporary GRUU of {domain}")));

    /// <summary>What a temporary GRUU bears of the registration that it was given with.</summary>
    public static string MarkOf(string sipCallId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sipCallId)).AsSpan(0, CallMarkBytes));

    /// <summary>A new one for a device of a number; null when its instance is no URN that could stand in a URI.</summary>
    public string? New(SipUri number, Binding binding) => number.User is { } user && Gruu.Of(number, binding) is not null
        ? SipUri.Create(Mark + Seal($"{user}{Separator}{binding.Instance}{Separator}{MarkOf(binding.SipCallId)}"), number.Host, parameters: ";gr").ToString()
        : null;

    /// <summary>The Request-URI as it would be without the disguise; the same when it is none of these.</summary>
    public SipUri Resolve(SipUri requestUri)
    {
        ArgumentNullException.ThrowIfNull(requestUri);
        if (requestUri.User is not { } user || !user.StartsWith(Mark, StringComparison.Ordinal) || Open(user[Mark.Length..])?.Split(Separator) is not [var number, var instance, var registration])
        {
            return requestUri;
        }

        return Gruu.To(SipUri.Create(number, requestUri.Host, requestUri.Port, secure: requestUri.IsSecure), new DeviceWanted(instance, registration));
    }

    private string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(nonce, plain, bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length));
        return Base64Url.EncodeToString(bytes);
    }

    private string? Open(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length <= NonceBytes + TagBytes)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
