import type { CallText } from '@/domain/calls/rules';

/** The first call's notice in Azerbaijani. */
export const az: CallText = {
  title: 'Bir yeri yaxşı tanıyan insanlar axtarırıq.',
  lead: 'Caucasus Watch Gürcüstan, Ermənistan, Azərbaycan və Şimali Qafqazdan yerli mütəxəssislər axtarır: təsvir etdiklərinin yaxınlığında yaşayan və Avropadakı oxucunun bunu anlamasını istəyən reportyorlar, tədqiqatçılar və başqa diqqətli müşahidəçilər.',
  season: 'Region üzrə mütəxəssislər',
  lookFor: [
    'Bir regionu o qədər yaxından izləyirsiniz ki, orada nəyin yeni olduğunu görürsünüz. Faktı şayiədən ayırır və haradan bildiyinizi deyə bilirsiniz. Ən yaxşı yazdığınız dildə yazın.',
    'Nə jurnalist vəsiqəsi lazımdır, nə də diplom. Heç vaxt dərc olunmamısınızsa, nə oxuduğunuzu, nəyi saydığınızı və ya nəyi soruşduğunuzu danışın.',
  ],
  regions: {
    georgia: 'Siyasət və cəmiyyət, paytaxtdan kənar regionlar, Qara dəniz sahili',
    armenia: 'Siyasət və cəmiyyət, iş və maaşlar, sərhədyanı həyat',
    azerbaijan: 'Siyasət və cəmiyyət, enerji, regionlar, mədəniyyət',
    'north-caucasus': 'Bütün respublikalar; əvvəlcə səssiz rejimin necə işlədiyini oxuyun',
  },
  offers: [
    {
      name: 'Çevik əməkdaşlıq formatı',
      text: 'Tək bir mətndən daimi rubrikaya qədər. Formatı bizimlə birlikdə seçirsiniz və dəyişə bilərsiniz.',
    },
    { name: 'Rəqabətli qonorar', text: 'İşə başlamazdan əvvəl sizinlə razılaşdırılır.' },
    {
      name: 'Avropa oxucusuna çıxış',
      text: 'İşiniz bütün Avropada regionu anlamaq istəyən oxuculara çatır.',
    },
  ],
  documents: {
    cv: 'Bir-iki səhifə kifayətdir. Şəkilsiz, doğum tarixi olmadan.',
    coverLetter: 'Hansı yer, hansı mövzular, niyə siz. Bir səhifə, fayl kimi və ya formada yazılmış.',
    writingSample: 'Bir mətniniz, dərc olunmuş və ya olunmamış, fayl və ya keçid kimi.',
  },
  afterwards: [
    'Kodu olan qəbz alırsınız. Kod səhifənizi istənilən cihazda açır: müraciətinizin hansı mərhələdə olduğunu və redaktorların sizə nə yazdığını orada görürsünüz.',
    'Redaktorlar hər müraciəti oxuyur. Nəsə lazım olsa, səhifənizdə, ünvan vermisinizsə, e-poçtla da soruşurlar.',
  ],
};
