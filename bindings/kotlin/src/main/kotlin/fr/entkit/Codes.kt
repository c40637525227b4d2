@file:JvmName("Codes")

package fr.entkit

import fr.entkit.ffi.AcademyCodeKind
import fr.entkit.ffi.AcademyKind
import fr.entkit.ffi.AccountChange
import fr.entkit.ffi.ActivationStep
import fr.entkit.ffi.Appointer
import fr.entkit.ffi.Authoriser
import fr.entkit.ffi.BirthDatePrecision
import fr.entkit.ffi.CardNoticeKind
import fr.entkit.ffi.Channel
import fr.entkit.ffi.CharterAct
import fr.entkit.ffi.CharterGateReason
import fr.entkit.ffi.CharterLogFault
import fr.entkit.ffi.CharterMateriality
import fr.entkit.ffi.CharterScope
import fr.entkit.ffi.CharterState
import fr.entkit.ffi.ClosureKind
import fr.entkit.ffi.Community
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.DepartmentKind
import fr.entkit.ffi.Device
import fr.entkit.ffi.Digest
import fr.entkit.ffi.DirectoryField
import fr.entkit.ffi.EntDuty
import fr.entkit.ffi.EntRole
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.Exemption
import fr.entkit.ffi.FailReason
import fr.entkit.ffi.HashPreparation
import fr.entkit.ffi.HoldReason
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.ImportFormat
import fr.entkit.ffi.LedgerStep
import fr.entkit.ffi.LetterHolder
import fr.entkit.ffi.LetterStep
import fr.entkit.ffi.Level
import fr.entkit.ffi.LinkStep
import fr.entkit.ffi.LoginStyle
import fr.entkit.ffi.Majority
import fr.entkit.ffi.MessageClass
import fr.entkit.ffi.MireAxis
import fr.entkit.ffi.NoPassword
import fr.entkit.ffi.OnboardingProgress
import fr.entkit.ffi.OnboardingStep
import fr.entkit.ffi.Pace
import fr.entkit.ffi.PairingStep
import fr.entkit.ffi.Partner
import fr.entkit.ffi.PhoneKind
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.PreferenceLayer
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Region
import fr.entkit.ffi.RouteVerdict
import fr.entkit.ffi.Sector
import fr.entkit.ffi.ServiceChannel
import fr.entkit.ffi.SmsEncoding
import fr.entkit.ffi.Standing
import fr.entkit.ffi.StrengthAdvice
import fr.entkit.ffi.StrengthLabel
import fr.entkit.ffi.StrengthWarning
import fr.entkit.ffi.Topic
import fr.entkit.ffi.ViewerRole
import fr.entkit.ffi.Weekday
import fr.entkit.ffi.WhoConsents

// Stored and sent values hold codes, which are the same in every language. They are read back
// exactly, null standing for a code that is not in the list.

/** What an académie code stands for, by code, such as `merged`. */
@JvmName("academyCodeKindOrNull")
public fun AcademyCodeKind.Companion.fromCodeOrNull(code: String): AcademyCodeKind? =
    academyCodeKindByCode[code]

/** The kind of académie with this code, such as `overseas_service`. */
@JvmName("academyKindOrNull")
public fun AcademyKind.Companion.fromCodeOrNull(code: String): AcademyKind? =
    academyKindByCode[code]

/** The change of an account with this code, such as `password_reset`. */
@JvmName("accountChangeOrNull")
public fun AccountChange.Companion.fromCodeOrNull(code: String): AccountChange? =
    accountChangeByCode[code]

/** Who gives a role, by code, such as `region`. */
@JvmName("appointerOrNull")
public fun Appointer.Companion.fromCodeOrNull(code: String): Appointer? = appointerByCode[code]

/** How much of a birth date is known, by code, such as `month`. */
@JvmName("birthDatePrecisionOrNull")
public fun BirthDatePrecision.Companion.fromCodeOrNull(code: String): BirthDatePrecision? =
    birthDatePrecisionByCode[code]

/** The channel of notifications with this code, such as `sms`. */
@JvmName("channelOrNull")
public fun Channel.Companion.fromCodeOrNull(code: String): Channel? = channelByCode[code]

/** What was done with a charter, by code, such as `accepted`. */
@JvmName("charterActOrNull")
public fun CharterAct.Companion.fromCodeOrNull(code: String): CharterAct? = charterActByCode[code]

/** Why a gate is open or closed, by code, such as `grace`. */
@JvmName("charterGateReasonOrNull")
public fun CharterGateReason.Companion.fromCodeOrNull(code: String): CharterGateReason? =
    charterGateReasonByCode[code]

/** What is wrong with a log, by code, such as `chain`. */
@JvmName("charterLogFaultOrNull")
public fun CharterLogFault.Companion.fromCodeOrNull(code: String): CharterLogFault? =
    charterLogFaultByCode[code]

/** What a new edition changes, by code, such as `editorial`. */
@JvmName("charterMaterialityOrNull")
public fun CharterMateriality.Companion.fromCodeOrNull(code: String): CharterMateriality? =
    charterMaterialityByCode[code]

/** Who sets a charter, by code, such as `establishment`. */
@JvmName("charterScopeOrNull")
public fun CharterScope.Companion.fromCodeOrNull(code: String): CharterScope? =
    charterScopeByCode[code]

/** Where a person stands with a charter, by code, such as `outdated`. */
@JvmName("charterStateOrNull")
public fun CharterState.Companion.fromCodeOrNull(code: String): CharterState? =
    charterStateByCode[code]

/** The part of the educational community with this code, such as `parents`. */
@JvmName("communityOrNull")
public fun Community.Companion.fromCodeOrNull(code: String): Community? = communityByCode[code]

/** The act of a consent log with this code, such as `granted`. */
@JvmName("consentActOrNull")
public fun ConsentAct.Companion.fromCodeOrNull(code: String): ConsentAct? = consentActByCode[code]

/** The purpose of notifications with this code, such as `partners`. */
@JvmName("consentPurposeOrNull")
public fun ConsentPurpose.Companion.fromCodeOrNull(code: String): ConsentPurpose? =
    consentPurposeByCode[code]

/** The source of a consent with this code, such as `onboarding`. */
@JvmName("consentSourceOrNull")
public fun ConsentSource.Companion.fromCodeOrNull(code: String): ConsentSource? =
    consentSourceByCode[code]

/** The kind of word with this code, such as `school`. */
@JvmName("contextKindOrNull")
public fun ContextKind.Companion.fromCodeOrNull(code: String): ContextKind? =
    contextKindByCode[code]

/** The kind of department with this code, such as `overseas_collectivity`. */
@JvmName("departmentKindOrNull")
public fun DepartmentKind.Companion.fromCodeOrNull(code: String): DepartmentKind? =
    departmentKindByCode[code]

/** Whose device it is, by code, such as `public_place`. */
@JvmName("deviceOrNull")
public fun Device.Companion.fromCodeOrNull(code: String): Device? = deviceByCode[code]

/** What a role is for, by code, such as `moderate`. */
@JvmName("entDutyOrNull")
public fun EntDuty.Companion.fromCodeOrNull(code: String): EntDuty? = entDutyByCode[code]

/** The role in an ENT with this code, such as `administrator`. */
@JvmName("entRoleOrNull")
public fun EntRole.Companion.fromCodeOrNull(code: String): EntRole? = entRoleByCode[code]

/** The kind of establishment with this code, such as `college`. */
@JvmName("establishmentKindOrNull")
public fun EstablishmentKind.Companion.fromCodeOrNull(code: String): EstablishmentKind? =
    establishmentKindByCode[code]

/** Why a forced change leaves an account alone, by code, such as `already-reset`. */
@JvmName("exemptionOrNull")
public fun Exemption.Companion.fromCodeOrNull(code: String): Exemption? = exemptionByCode[code]

/** What another stack did to passwords, by code, such as `nfc`. */
@JvmName("hashPreparationOrNull")
public fun HashPreparation.Companion.fromCodeOrNull(code: String): HashPreparation? =
    hashPreparationByCode[code]

/** The source of identities with this code, such as `educonnect`. */
@JvmName("identitySourceOrNull")
public fun IdentitySource.Companion.fromCodeOrNull(code: String): IdentitySource? =
    identitySourceByCode[code]

/** The format of hashes with this code, such as `django-argon2`. */
@JvmName("importFormatOrNull")
public fun ImportFormat.Companion.fromCodeOrNull(code: String): ImportFormat? =
    importFormatByCode[code]

/** Whose account a letter activates, by code, such as `guardian`. */
@JvmName("letterHolderOrNull")
public fun LetterHolder.Companion.fromCodeOrNull(code: String): LetterHolder? =
    letterHolderByCode[code]

/** The level of schooling with this code, such as `lycee`. */
@JvmName("levelOrNull")
public fun Level.Companion.fromCodeOrNull(code: String): Level? = levelByCode[code]

/** The way of making identifiers with this code, such as `p.nomXX`. */
@JvmName("loginStyleOrNull")
public fun LoginStyle.Companion.fromCodeOrNull(code: String): LoginStyle? = loginStyleByCode[code]

/** Whether someone is of age, by code, such as `early_adult`. */
@JvmName("majorityOrNull")
public fun Majority.Companion.fromCodeOrNull(code: String): Majority? = majorityByCode[code]

/** What a page of the mire asks, by code, such as `level`. */
@JvmName("mireAxisOrNull")
public fun MireAxis.Companion.fromCodeOrNull(code: String): MireAxis? = mireAxisByCode[code]

/** Why an account has no password, by code, such as `federated-only`. */
@JvmName("noPasswordOrNull")
public fun NoPassword.Companion.fromCodeOrNull(code: String): NoPassword? = noPasswordByCode[code]

/** The step of the first connection with this code, such as `charter`. */
@JvmName("onboardingStepOrNull")
public fun OnboardingStep.Companion.fromCodeOrNull(code: String): OnboardingStep? =
    onboardingStepByCode[code]

/** The body that sends messages with this code, such as `region_council`. */
@JvmName("partnerOrNull")
public fun Partner.Companion.fromCodeOrNull(code: String): Partner? = partnerByCode[code]

/** The slot of a contact card with this code, such as `own_1`. */
@JvmName("phoneSlotOrNull")
public fun PhoneSlot.Companion.fromCodeOrNull(code: String): PhoneSlot? = phoneSlotByCode[code]

/** The kind of portal with this code, such as `region`. */
@JvmName("portalKindOrNull")
public fun PortalKind.Companion.fromCodeOrNull(code: String): PortalKind? = portalKindByCode[code]

/** The profile of the SDET with this code, such as `ELV`. */
@JvmName("profileOrNull")
public fun Profile.Companion.fromCodeOrNull(code: String): Profile? = profileByCode[code]

/** The system that spells profiles with this code, such as `gar`. */
@JvmName("profileSystemOrNull")
public fun ProfileSystem.Companion.fromCodeOrNull(code: String): ProfileSystem? =
    profileSystemByCode[code]

/** The region where a number is typed with this code, such as `RE`. */
@JvmName("regionOrNull")
public fun Region.Companion.fromCodeOrNull(code: String): Region? = regionByCode[code]

/** The sector of establishments with this code, such as `public`. */
@JvmName("sectorOrNull")
public fun Sector.Companion.fromCodeOrNull(code: String): Sector? = sectorByCode[code]

/** Where a service is used, by code, such as `mobile`. */
@JvmName("serviceChannelOrNull")
public fun ServiceChannel.Companion.fromCodeOrNull(code: String): ServiceChannel? =
    serviceChannelByCode[code]

/** What an adult may decide for a pupil, by code, such as `in_charge`. */
@JvmName("standingOrNull")
public fun Standing.Companion.fromCodeOrNull(code: String): Standing? = standingByCode[code]

private fun <E> byCode(
    all: List<E>,
    code: (E) -> String,
) = lazy { all.associateBy(code) }

/** The value with this code, spelled exactly, or null. */
@JvmName("closureKindOrNull")
public fun ClosureKind.Companion.fromCodeOrNull(code: String): ClosureKind? =
    closureKindByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("digestOrNull")
public fun Digest.Companion.fromCodeOrNull(code: String): Digest? = digestByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("messageClassOrNull")
public fun MessageClass.Companion.fromCodeOrNull(code: String): MessageClass? =
    messageClassByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("paceOrNull")
public fun Pace.Companion.fromCodeOrNull(code: String): Pace? = paceByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("preferenceLayerOrNull")
public fun PreferenceLayer.Companion.fromCodeOrNull(code: String): PreferenceLayer? =
    preferenceLayerByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("routeVerdictOrNull")
public fun RouteVerdict.Companion.fromCodeOrNull(code: String): RouteVerdict? =
    routeVerdictByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("topicOrNull")
public fun Topic.Companion.fromCodeOrNull(code: String): Topic? = topicByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("whoConsentsOrNull")
public fun WhoConsents.Companion.fromCodeOrNull(code: String): WhoConsents? =
    whoConsentsByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("weekdayOrNull")
public fun Weekday.Companion.fromCodeOrNull(code: String): Weekday? = weekdayByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("directoryFieldOrNull")
public fun DirectoryField.Companion.fromCodeOrNull(code: String): DirectoryField? =
    directoryFieldByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("viewerRoleOrNull")
public fun ViewerRole.Companion.fromCodeOrNull(code: String): ViewerRole? = viewerRoleByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("authoriserOrNull")
public fun Authoriser.Companion.fromCodeOrNull(code: String): Authoriser? = authoriserByCode[code]

/** The value with this code, spelled exactly, or null. */
@JvmName("cardNoticeKindOrNull")
public fun CardNoticeKind.Companion.fromCodeOrNull(code: String): CardNoticeKind? =
    cardNoticeKindByCode[code]

/** The step of an activation with this code, spelled exactly, or null. */
@JvmName("activationStepOrNull")
public fun ActivationStep.Companion.fromCodeOrNull(code: String): ActivationStep? =
    activationStepByCode[code]

/** The reason of a failed activation with this code, spelled exactly, or null. */
@JvmName("failReasonOrNull")
public fun FailReason.Companion.fromCodeOrNull(code: String): FailReason? = failReasonByCode[code]

/** The reason to hold a message with this code, spelled exactly, or null. */
@JvmName("holdReasonOrNull")
public fun HoldReason.Companion.fromCodeOrNull(code: String): HoldReason? = holdReasonByCode[code]

/** The step of a code with this code, spelled exactly, or null. */
@JvmName("ledgerStepOrNull")
public fun LedgerStep.Companion.fromCodeOrNull(code: String): LedgerStep? = ledgerStepByCode[code]

/** The step of a letter with this code, spelled exactly, or null. */
@JvmName("letterStepOrNull")
public fun LetterStep.Companion.fromCodeOrNull(code: String): LetterStep? = letterStepByCode[code]

/** The step of a link with this code, spelled exactly, or null. */
@JvmName("linkStepOrNull")
public fun LinkStep.Companion.fromCodeOrNull(code: String): LinkStep? = linkStepByCode[code]

/** The progress of a first connection with this code, spelled exactly, or null. */
@JvmName("onboardingProgressOrNull")
public fun OnboardingProgress.Companion.fromCodeOrNull(code: String): OnboardingProgress? =
    onboardingProgressByCode[code]

/** The step of a pairing with this code, spelled exactly, or null. */
@JvmName("pairingStepOrNull")
public fun PairingStep.Companion.fromCodeOrNull(code: String): PairingStep? =
    pairingStepByCode[code]

/** The kind of number with this code, spelled exactly, or null. */
@JvmName("phoneKindOrNull")
public fun PhoneKind.Companion.fromCodeOrNull(code: String): PhoneKind? = phoneKindByCode[code]

/** The encoding of an SMS with this code, spelled exactly, or null. */
@JvmName("smsEncodingOrNull")
public fun SmsEncoding.Companion.fromCodeOrNull(code: String): SmsEncoding? =
    smsEncodingByCode[code]

/** The advice on a password with this code, spelled exactly, or null. */
@JvmName("strengthAdviceOrNull")
public fun StrengthAdvice.Companion.fromCodeOrNull(code: String): StrengthAdvice? =
    strengthAdviceByCode[code]

/** The strength of a password with this code, spelled exactly, or null. */
@JvmName("strengthLabelOrNull")
public fun StrengthLabel.Companion.fromCodeOrNull(code: String): StrengthLabel? =
    strengthLabelByCode[code]

/** The weakness of a password with this code, spelled exactly, or null. */
@JvmName("strengthWarningOrNull")
public fun StrengthWarning.Companion.fromCodeOrNull(code: String): StrengthWarning? =
    strengthWarningByCode[code]

private val directoryFieldByCode by byCode(DirectoryField.entries, DirectoryField::code)
private val viewerRoleByCode by byCode(ViewerRole.entries, ViewerRole::code)
private val authoriserByCode by byCode(Authoriser.entries, Authoriser::code)
private val cardNoticeKindByCode by byCode(CardNoticeKind.entries, CardNoticeKind::code)
private val closureKindByCode by byCode(ClosureKind.entries, ClosureKind::code)
private val digestByCode by byCode(Digest.entries, Digest::code)
private val messageClassByCode by byCode(MessageClass.entries, MessageClass::code)
private val paceByCode by byCode(Pace.entries, Pace::code)
private val preferenceLayerByCode by byCode(PreferenceLayer.entries, PreferenceLayer::code)
private val routeVerdictByCode by byCode(RouteVerdict.entries, RouteVerdict::code)
private val topicByCode by byCode(Topic.entries, Topic::code)
private val whoConsentsByCode by byCode(WhoConsents.entries, WhoConsents::code)
private val weekdayByCode by byCode(Weekday.entries, Weekday::code)
private val activationStepByCode by byCode(ActivationStep.entries, ActivationStep::code)
private val failReasonByCode by byCode(FailReason.entries, FailReason::code)
private val holdReasonByCode by byCode(HoldReason.entries, HoldReason::code)
private val ledgerStepByCode by byCode(LedgerStep.entries, LedgerStep::code)
private val letterStepByCode by byCode(LetterStep.entries, LetterStep::code)
private val linkStepByCode by byCode(LinkStep.entries, LinkStep::code)
private val onboardingProgressByCode by byCode(OnboardingProgress.entries, OnboardingProgress::code)
private val pairingStepByCode by byCode(PairingStep.entries, PairingStep::code)
private val phoneKindByCode by byCode(PhoneKind.entries, PhoneKind::code)
private val smsEncodingByCode by byCode(SmsEncoding.entries, SmsEncoding::code)
private val strengthAdviceByCode by byCode(StrengthAdvice.entries, StrengthAdvice::code)
private val strengthLabelByCode by byCode(StrengthLabel.entries, StrengthLabel::code)
private val strengthWarningByCode by byCode(StrengthWarning.entries, StrengthWarning::code)
private val academyCodeKindByCode by byCode(AcademyCodeKind.entries, AcademyCodeKind::code)
private val academyKindByCode by byCode(AcademyKind.entries, AcademyKind::code)
private val accountChangeByCode by byCode(AccountChange.entries, AccountChange::code)
private val appointerByCode by byCode(Appointer.entries, Appointer::code)
private val birthDatePrecisionByCode by byCode(BirthDatePrecision.entries, BirthDatePrecision::code)
private val channelByCode by byCode(Channel.entries, Channel::code)
private val charterActByCode by byCode(CharterAct.entries, CharterAct::code)
private val charterGateReasonByCode by byCode(CharterGateReason.entries, CharterGateReason::code)
private val charterLogFaultByCode by byCode(CharterLogFault.entries, CharterLogFault::code)
private val charterMaterialityByCode by byCode(CharterMateriality.entries, CharterMateriality::code)
private val charterScopeByCode by byCode(CharterScope.entries, CharterScope::code)
private val charterStateByCode by byCode(CharterState.entries, CharterState::code)
private val communityByCode by byCode(Community.entries, Community::code)
private val consentActByCode by byCode(ConsentAct.entries, ConsentAct::code)
private val consentPurposeByCode by byCode(ConsentPurpose.entries, ConsentPurpose::code)
private val consentSourceByCode by byCode(ConsentSource.entries, ConsentSource::code)
private val contextKindByCode by byCode(ContextKind.entries, ContextKind::code)
private val departmentKindByCode by byCode(DepartmentKind.entries, DepartmentKind::code)
private val deviceByCode by byCode(Device.entries, Device::code)
private val entDutyByCode by byCode(EntDuty.entries, EntDuty::code)
private val entRoleByCode by byCode(EntRole.entries, EntRole::code)
private val establishmentKindByCode by byCode(EstablishmentKind.entries, EstablishmentKind::code)
private val exemptionByCode by byCode(Exemption.entries, Exemption::code)
private val hashPreparationByCode by byCode(HashPreparation.entries, HashPreparation::code)
private val identitySourceByCode by byCode(IdentitySource.entries, IdentitySource::code)
private val importFormatByCode by byCode(ImportFormat.entries, ImportFormat::code)
private val letterHolderByCode by byCode(LetterHolder.entries, LetterHolder::code)
private val levelByCode by byCode(Level.entries, Level::code)
private val loginStyleByCode by byCode(LoginStyle.entries, LoginStyle::code)
private val majorityByCode by byCode(Majority.entries, Majority::code)
private val mireAxisByCode by byCode(MireAxis.entries, MireAxis::code)
private val noPasswordByCode by byCode(NoPassword.entries, NoPassword::code)
private val onboardingStepByCode by byCode(OnboardingStep.entries, OnboardingStep::code)
private val partnerByCode by byCode(Partner.entries, Partner::code)
private val phoneSlotByCode by byCode(PhoneSlot.entries, PhoneSlot::code)
private val portalKindByCode by byCode(PortalKind.entries, PortalKind::code)
private val profileByCode by byCode(Profile.entries, Profile::code)
private val profileSystemByCode by byCode(ProfileSystem.entries, ProfileSystem::code)
private val regionByCode by byCode(Region.entries, Region::code)
private val sectorByCode by byCode(Sector.entries, Sector::code)
private val serviceChannelByCode by byCode(ServiceChannel.entries, ServiceChannel::code)
private val standingByCode by byCode(Standing.entries, Standing::code)
